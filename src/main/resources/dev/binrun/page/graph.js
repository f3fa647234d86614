// The flow of messages: subjects, streams, their copies, consumers, sessions and workers.
import { html, nothing, svg } from '/lit-html/lit-html.js';
import { many, rate, visible } from '/format.js';
import { consumerKey } from '/rates.js';

const MOST = 10;
const ROW = 46;
const BOX = 34;
const WIDTH = 860;

const matches = (filter, subject) => {
  const wanted = filter.split('.');
  const parts = subject.split('.');
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === '>') return parts.length > i;
    if (parts[i] === undefined || (wanted[i] !== '*' && wanted[i] !== parts[i])) return false;
  }
  return wanted.length === parts.length;
};

const cut = (text, most) => {
  const shown = visible(text);
  return shown.length > most ? shown.slice(0, most - 1) + '…' : shown;
};

const isBucket = stream => /^(KV|OBJ)_/.test(stream.name);

function columns(snapshot, rates) {
  const streams = (snapshot.streams ?? []).filter(stream => !isBucket(stream));
  const shown = new Set(streams.map(stream => stream.name));
  const captured = subject => streams.find(stream => (stream.subjects ?? []).some(filter => matches(filter, subject)));
  const subjects = [...rates.subjects].filter(([subject]) => captured(subject)).map(([subject, perSecond]) =>
    ({ id: `s:${subject}`, kind: 'subject', label: subject, rate: perSecond, to: [`t:${captured(subject).name}`] }));
  const isCopy = stream => stream.mirror || stream.sources?.length;
  const node = stream => ({ id: `t:${stream.name}`, kind: stream.mirror ? 'mirror' : stream.sources?.length ? 'sourced stream' : 'stream',
    label: stream.name, rate: rates.streams.get(stream.name) ?? 0,
    from: [stream.mirror, ...(stream.sources ?? [])].filter(Boolean).filter(origin => shown.has(origin.name)).map(origin => `t:${origin.name}`) });
  const consumers = (snapshot.consumers ?? []).filter(consumer => shown.has(consumer.stream_name)).map(consumer => ({
    id: `c:${consumerKey(consumer)}`, kind: consumer.paused ? 'consumer, paused' : 'consumer', label: consumer.name,
    rate: rates.consumers.get(consumerKey(consumer)) ?? 0, from: [`t:${consumer.stream_name}`],
    key: consumer.key, bucket: consumer.bucket, consumer: consumer.name }));
  const application = snapshot.application;
  const ends = [
    ...(application?.sessions ?? []).map(session => ({ id: `e:${session.key}`, kind: 'session', label: session.key,
      owner: consumer => consumer.bucket === 'sessions' && consumer.key === session.key })),
    ...(application?.workers ?? []).map(workers => ({ id: `w:${workers.consumer}`, kind: 'workers',
      label: many(workers.workers, 'worker'), owner: consumer => consumer.consumer === workers.consumer })),
  ].map(end => {
    const owner = consumers.find(end.owner);
    return { ...end, rate: owner?.rate ?? 0, from: owner ? [owner.id] : [] };
  });
  return [subjects, streams.filter(stream => !isCopy(stream)).map(node), streams.filter(isCopy).map(node), consumers, ends]
    .filter((column, index) => column.length > 0 || index === 1);
}

/** Shows the busiest first; the rest as one box. */
function shorten(column) {
  const sorted = [...column].sort((one, other) => other.rate - one.rate || one.label.localeCompare(other.label));
  const kept = sorted.slice(0, sorted.length > MOST ? MOST - 1 : MOST).sort((one, other) => one.label.localeCompare(other.label));
  const rest = sorted.slice(kept.length);
  return rest.length === 0 ? kept
    : [...kept, { id: '', kind: '', label: `and ${rest.length} more`, rate: rest.reduce((sum, node) => sum + node.rate, 0) }];
}

export function graph(snapshot, rates) {
  const all = columns(snapshot, rates).map(shorten);
  const rows = Math.max(1, ...all.map(column => column.length));
  const height = rows * ROW + 8;
  const width = Math.min(200, (WIDTH - 36 * (all.length - 1)) / all.length);
  const gap = all.length < 2 ? 0 : (WIDTH - width * all.length) / (all.length - 1);
  const places = new Map();
  all.forEach((column, x) => column.forEach((node, y) => {
    const top = (height - column.length * ROW) / 2 + y * ROW + (ROW - BOX) / 2;
    node.x = x * (width + gap);
    node.y = top;
    if (node.id) places.set(node.id, node);
  }));
  const edges = [];
  for (const node of all.flat()) {
    for (const from of node.from ?? []) if (places.has(from)) edges.push([places.get(from), node]);
    for (const to of node.to ?? []) if (places.has(to)) edges.push([node, places.get(to)]);
  }
  const letters = Math.floor((width - 14) / 6.2);
  const shownRate = node => node.rate > 0 ? `${rate(node.rate)}/s` : '';
  return html`
    <div class="title"><h2 id="flow-title">Flow</h2><p class="note">subjects → streams → consumers, in messages per second</p></div>
    ${all.flat().length === 0 ? html`<p class="note">There is no stream yet.</p>` : nothing}
    <div class="scroll" tabindex="0" role="region" aria-label="Flow graph" ?hidden=${all.flat().length === 0}>
      <svg class="graph" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${describe(all, edges)}>
        ${edges.map(([from, to]) => {
          const busy = Math.min(from.rate, to.rate) || (from.kind === 'subject' ? from.rate : to.rate);
          const x1 = from.x + width, y1 = from.y + BOX / 2, x2 = to.x, y2 = to.y + BOX / 2, middle = (x1 + x2) / 2;
          const kind = `${busy > 0 ? 'busy' : ''} ${/mirror|sourced/.test(to.kind) ? 'copy' : ''}`;
          return svg`<path class=${kind} stroke-width=${busy > 0 ? 1.5 + Math.min(4, Math.log10(1 + busy)) : 1.2}
            d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"/>`;
        })}
        ${all.flat().map(node => svg`<g class=${node.rate > 0 ? 'busy' : ''}>
          <title>${visible(node.label)}</title>
          <rect x=${node.x + .5} y=${node.y} width=${width - 1} height=${BOX} rx="4"/>
          <text x=${node.x + 8} y=${node.y + 14}>${cut(node.label, letters)}</text>
          <text class="kind" x=${node.x + 8} y=${node.y + 28}>${node.kind}</text>
          <text class="rate" x=${node.x + width - 8} y=${node.y + 28}>${shownRate(node)}</text>
        </g>`)}
      </svg>
    </div>`;
}

const describe = (all, edges) => `Flow graph with ${all.flat().length} boxes and ${many(edges.length, 'edge')}`;
