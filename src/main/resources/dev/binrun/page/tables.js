// Streams, consumers, sessions and commands.
import { html, nothing } from '/lit-html/lit-html.js';
import { repeat } from '/lit-html/directives/repeat.js';
import { bytes, clock, count, duration, many, rate, visible } from '/format.js';
import { consumerKey } from '/rates.js';
import { ask, mayWrite } from '/actions.js';
import { showMessages } from '/messages.js';

const number = value => html`<td class="n ${value ? '' : 'zero'}">${count(value)}</td>`;
const perSecond = value => html`<td class="n ${value > 0 ? 'good' : 'zero'}">${rate(value)}</td>`;
const leftOut = (shown, total, noun) => total > shown ? html`<p class="note">${count(total - shown)} more ${noun} are not shown.</p>` : nothing;

function limits(stream) {
  const parts = [stream.retention === 'workqueue' ? 'work queue' : stream.retention, stream.storage];
  if (stream.num_replicas > 1) parts.push(`${stream.num_replicas} replicas`);
  if (stream.leader) parts.push(`leader ${stream.leader}`);
  if (stream.max_msgs > 0) parts.push(`at most ${many(stream.max_msgs, 'message')}`);
  if (stream.max_bytes > 0) parts.push(`at most ${bytes(stream.max_bytes)}`);
  if (stream.max_age > 0) parts.push(`for ${duration(stream.max_age)}`);
  if (stream.max_msgs_per_subject > 0) parts.push(`${stream.max_msgs_per_subject} per subject`);
  if (stream.mirror) parts.push(`mirror of ${stream.mirror.name}, ${count(stream.mirror.lag)} behind`);
  for (const source of stream.sources ?? []) parts.push(`source ${source.name}, ${count(source.lag)} behind`);
  return parts.map(visible).join(' · ');
}

export const streams = (snapshot, rates) => html`
  <div class="title"><h2 id="streams-title">Streams</h2><p class="note">${many(snapshot.streams_total ?? 0, 'stream')}</p></div>
  <div class="scroll" tabindex="0" role="region" aria-label="Streams" ?hidden=${!snapshot.streams_total}>
  <table>
    <thead><tr><th scope="col">Name</th><th scope="col">Subjects and limits</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Bytes</th>
      <th scope="col" class="n">First</th><th scope="col" class="n">Last</th><th scope="col" class="n">Per second</th><th scope="col" class="n">Actions</th></tr></thead>
    <tbody>${repeat(snapshot.streams ?? [], stream => stream.name, stream => html`<tr>
      <th scope="row"><button class="plain" title="Show stored messages" @click=${() => showMessages(stream.name)}><span class="name">${visible(stream.name)}</span></button></th>
      <td>${visible((stream.subjects ?? []).join(', ')) || '–'}<small>${limits(stream)}</small></td>
      ${number(stream.messages)}<td class="n">${bytes(stream.bytes)}</td>${number(stream.first_seq)}${number(stream.last_seq)}
      ${perSecond(rates.streams.get(stream.name) ?? 0)}
      <td class="acts"><button class="small" @click=${() => showMessages(stream.name)} aria-label="Messages of ${stream.name}">Messages</button>
        ${mayWrite ? html`
          ${stream.leader ? html`<button class="small" aria-label="Step down the leader of ${stream.name}"
            @click=${() => ask('step-down', { stream: stream.name })}>Step down</button>` : nothing}
          <button class="small danger" aria-label="Purge ${stream.name}" @click=${() => ask('purge', { stream: stream.name })}>Purge</button>` : nothing}</td>
    </tr>`)}</tbody>
  </table></div>
  ${leftOut(snapshot.streams?.length ?? 0, snapshot.streams_total ?? 0, 'streams')}`;

const filters = consumer => visible(consumer.filter_subjects?.join(', ') ?? consumer.filter_subject ?? 'all subjects');

export const consumers = (snapshot, rates) => html`
  <div class="title"><h2 id="consumers-title">Consumers</h2><p class="note">${many(snapshot.consumers_total ?? 0, 'consumer')}</p></div>
  <div class="scroll" tabindex="0" role="region" aria-label="Consumers" ?hidden=${!snapshot.consumers_total}>
  <table>
    <thead><tr><th scope="col">Name</th><th scope="col">Stream</th><th scope="col">Filter</th><th scope="col" class="n">Pending</th>
      <th scope="col" class="n">Ack pending</th><th scope="col" class="n">Redelivered</th><th scope="col" class="n">Delivered</th>
      <th scope="col" class="n">Per second</th>${mayWrite ? html`<th scope="col" class="n">Actions</th>` : nothing}</tr></thead>
    <tbody>${repeat(snapshot.consumers ?? [], consumerKey, consumer => html`<tr>
      <th scope="row"><span class="name">${visible(consumer.name)}</span>${consumer.paused ? html`<small class="warn">paused for ${duration(consumer.pause_remaining ?? 0)}</small>` : nothing}</th>
      <td>${visible(consumer.stream_name)}</td><td>${filters(consumer)}${consumer.leader ? html`<small>leader ${visible(consumer.leader)}</small>` : nothing}</td>
      ${number(consumer.num_pending)}${number(consumer.num_ack_pending)}${number(consumer.num_redelivered)}${number(consumer.delivered)}
      ${perSecond(rates.consumers.get(consumerKey(consumer)) ?? 0)}
      ${mayWrite ? html`<td class="acts">
        ${consumer.leader ? html`<button class="small" aria-label="Step down the leader of ${consumer.name}"
          @click=${() => ask('step-down', { stream: consumer.stream_name, consumer: consumer.name })}>Step down</button>` : nothing}
        ${consumer.paused
          ? html`<button class="small" aria-label="Resume ${consumer.name}"
              @click=${() => ask('resume', { stream: consumer.stream_name, consumer: consumer.name })}>Resume</button>`
          : html`<button class="small" aria-label="Pause ${consumer.name}"
              @click=${() => ask('pause', { stream: consumer.stream_name, consumer: consumer.name, seconds: '60' })}>Pause</button>`}</td>` : nothing}
    </tr>`)}</tbody>
  </table></div>
  ${leftOut(snapshot.consumers?.length ?? 0, snapshot.consumers_total ?? 0, 'consumers')}`;

const last = message => message
  ? html`${visible(message.subject)} #${count(message.sequence)} <small>${clock(message.received)} ${preview(message.payload, 80)}</small>`
  : html`<span class="zero">none yet</span>`;

/** Returns the start of a payload. */
export function preview(payload, most) {
  const text = payload.text ?? payload.hex ?? '';
  return visible(text.slice(0, most)) + (payload.truncated || text.length > most ? '…' : '');
}

/** COMMAND_X exists without an entry in the bucket, so it has no key. */
function workersButtons(snapshot, workers) {
  const key = snapshot.consumers?.find(consumer => consumer.bucket === 'commands' && consumer.name === workers.consumer)?.key;
  return key === undefined ? nothing : html`
    <button class="small" aria-label="Change ${workers.consumer}" @click=${() => ask('set-workers', { key, workers: String(workers.workers) })}>Change</button>
    <button class="small danger" aria-label="Delete ${workers.consumer}" @click=${() => ask('delete-workers', { key })}>Delete</button>`;
}

export function application(snapshot) {
  const app = snapshot.application;
  if (!app) return nothing;
  return html`
    <div class="title"><h2 id="sessions-title">Sessions</h2><p class="note">${many(app.sessions_total, 'session')} in the bucket</p>
      ${mayWrite ? html`<span class="right"><button @click=${() => ask('put-session', {})}>Put session</button></span>` : nothing}</div>
    ${app.sessions.length === 0 ? html`<p class="note">No session. A session receives the events of its subjects.</p>` : html`
    <div class="scroll" tabindex="0" role="region" aria-label="Sessions"><table>
      <thead><tr><th scope="col">Key</th><th scope="col">Subscriptions</th><th scope="col">Last message</th>${mayWrite ? html`<th scope="col" class="n">Actions</th>` : nothing}</tr></thead>
      <tbody>${repeat(app.sessions, session => session.key, session => html`<tr>
        <th scope="row"><span class="name">${visible(session.key)}</span></th><td>${visible(session.subscriptions.join(', '))}</td><td>${last(session.last)}</td>
        ${mayWrite ? html`<td class="acts">
          <button class="small" aria-label="Change ${session.key}"
            @click=${() => ask('put-session', { key: session.key, subscriptions: session.subscriptions.join('\n') })}>Change</button>
          <button class="small danger" aria-label="Delete ${session.key}" @click=${() => ask('delete-session', { key: session.key })}>Delete</button></td>` : nothing}
      </tr>`)}</tbody></table></div>`}
    ${leftOut(app.sessions.length, app.sessions_total, 'sessions')}
    <div class="title"><h2>Commands</h2><p class="note">${many(app.workers_total, 'consumer')} with workers</p>
      ${mayWrite ? html`<span class="right"><button @click=${() => ask('set-workers', { workers: '1' })}>Set workers</button></span>` : nothing}</div>
    <div class="scroll" tabindex="0" role="region" aria-label="Commands"><table>
      <thead><tr><th scope="col">Consumer</th><th scope="col" class="n">Workers</th><th scope="col">Last command</th>${mayWrite ? html`<th scope="col" class="n">Actions</th>` : nothing}</tr></thead>
      <tbody>${repeat(app.workers, workers => workers.consumer, workers => html`<tr>
        <th scope="row"><span class="name">${visible(workers.consumer)}</span></th>${number(workers.workers)}<td>${last(workers.last)}</td>
        ${mayWrite ? html`<td class="acts">${workersButtons(snapshot, workers)}</td>` : nothing}</tr>`)}</tbody></table></div>
    ${leftOut(app.workers.length, app.workers_total, 'consumers')}
    ${app.warnings.length === 0 ? nothing : html`<h3>Warnings</h3>
      <ul class="warnings">${app.warnings.map(warning => html`<li>${visible(warning)}</li>`)}</ul>`}`;
}
