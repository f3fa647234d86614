// The messages that are published now.
import { html, nothing, render } from '/lit-html/lit-html.js';
import { repeat } from '/lit-html/directives/repeat.js';
import { bytes, clock, count, hexLines, many, visible } from '/format.js';
import { ask, mayWrite } from '/actions.js';
import { preview } from '/tables.js';

const KEPT = 100;
const SUBJECT = '(([^\\s.*>]+|\\*)\\.)*([^\\s.*>]+|\\*|>)';
const HIDDEN_AFTER = 5000;
let messages = [];
let waiting = [];
let paused = false;
let next = 0;
let missed = { count: 0, at: 0 };
let missedWhilePaused = 0;
let root;
let reopen;
export const filter = { subject: '', system: false };

export function startTail(section, whenFilterChanges) {
  root = section;
  reopen = whenFilterChanges;
  drawTail();
}

export function addToTail(sample) {
  const added = sample.messages.map(message => ({ ...message, id: next++ })).reverse();
  if (sample.left_out > 0) missed = { count: sample.left_out, at: Date.now() };
  if (paused) {
    missedWhilePaused += added.length + sample.left_out;
    waiting = [...added, ...waiting].slice(0, KEPT);
  } else {
    messages = [...added, ...messages].slice(0, KEPT);
  }
}

function pause() {
  paused = !paused;
  if (!paused) {
    messages = [...waiting, ...messages].slice(0, KEPT);
    waiting = [];
    missedWhilePaused = 0;
  }
  drawTail();
}

function apply(event) {
  event.preventDefault();
  if (!event.target.closest('form').reportValidity()) return;
  const form = new FormData(event.target.closest('form'));
  filter.subject = String(form.get('subject')).trim();
  filter.system = form.get('system') !== null;
  messages = [];
  waiting = [];
  missedWhilePaused = 0;
  reopen();
  drawTail();
}

/** The details of a message, which the tail and the stored messages show alike. */
export const details = message => html`
  ${message.reply || message.headers ? html`<dl>
    ${message.reply ? html`<dt>reply</dt><dd class="mono">${visible(message.reply)}</dd>` : nothing}
    ${Object.entries(message.headers ?? {}).flatMap(([name, values]) =>
      values.map(value => html`<dt class="mono">${visible(name)}</dt><dd class="mono">${visible(value)}</dd>`))}</dl>` : nothing}
  ${message.headers_left_out ? html`<p class="note">${many(message.headers_left_out, 'more header')}</p>` : nothing}
  ${message.payload.hex === undefined ? html`<pre>${visible(message.payload.formatted ?? message.payload.text)}</pre>`
    : html`<pre class="hex">${hexLines(message.payload.hex)}</pre>`}
  ${message.payload.truncated ? html`<p class="note">The payload has ${bytes(message.payload.size)}; only its start is shown.</p>` : nothing}`;

const row = message => html`<li class="message"><details>
  <summary><span>${clock(message.time)}</span><b>${visible(message.subject)}</b>
    <span>${message.headers ? many(Object.keys(message.headers).length, 'header') + ' · ' : ''}${message.payload.hex === undefined ? '' : 'binary · '}${bytes(message.payload.size)}</span>
    <code>${preview(message.payload, 300)}</code></summary>${details(message)}</details></li>`;

function sampleNote() {
  if (paused) return html`Paused. ${many(missedWhilePaused, 'message')} since.`;
  return Date.now() - missed.at < HIDDEN_AFTER
    ? html`<span class="warn">A sample: ${count(missed.count)} left out.</span>` : nothing;
}

export function drawTail() {
  render(html`
    <div class="title"><h2 id="tail-title">Live tail</h2><p class="note" role="status">${sampleNote()}</p>
      <span class="right"><button @click=${pause} aria-pressed=${paused}>${paused ? 'Continue' : 'Pause'}</button>
        <button @click=${() => { messages = []; drawTail(); }}>Clear</button>
        ${mayWrite ? html`<button class="main" @click=${() => ask('publish', { subject: messages[0]?.subject ?? '' })}>Publish</button>` : nothing}</span></div>
    <form class="tools" @submit=${apply}>
      <input type="search" name="subject" aria-label="Subject filter" placeholder="event.> (empty: stored subjects)" pattern=${SUBJECT} title="a subject such as event.*.created or event.>" autocomplete="off" spellcheck="false">
      <label><input type="checkbox" name="system" @change=${apply}>system subjects</label>
      <button>Filter</button>
    </form>
    ${messages.length === 0 ? html`<p class="note">${filter.subject
      ? html`No message on <code>${visible(filter.subject)}</code> yet.`
      : html`No message yet. The tail shows the subjects that streams store; the filter <code>&gt;</code> shows everything.`}</p>` : nothing}
    <ul class="list" tabindex="0" aria-label="Messages">${repeat(messages, message => message.id, row)}</ul>`, root);
}
