// Receives the events, and draws the page.
import { html, nothing, render } from '/lit-html/lit-html.js';
import { visible } from '/format.js';
import { rates } from '/rates.js';
import { addToCharts, startCharts } from '/charts.js';
import { graph } from '/graph.js';
import { application, consumers, streams } from '/tables.js';
import { addToTail, drawTail, filter, startTail } from '/tail.js';
import { mayWrite } from '/actions.js';

const part = id => document.getElementById(id);
let events;
let connected = false;
let problem = '';
let snapshot;

function open() {
  events?.close();
  const query = new URLSearchParams();
  if (filter.subject) query.set('filter', filter.subject);
  if (filter.system) query.set('system', '');
  events = new EventSource(`/events?${query}`);
  events.addEventListener('snapshot', event => show(JSON.parse(event.data)));
  events.addEventListener('tail', event => {
    addToTail(JSON.parse(event.data));
    drawTail();
  });
  events.addEventListener('problem', event => {
    problem = JSON.parse(event.data);
    drawHead();
  });
  events.onopen = () => {
    connected = true;
    problem = '';
    drawHead();
  };
  events.onerror = () => {
    connected = false;
    if (events.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    drawHead();
  };
}

function show(now) {
  const before = snapshot;
  snapshot = now;
  problem = now.problem ? `The server does not reply: ${now.problem}` : '';
  drawHead();
  if (now.problem) return;
  const change = rates(now, before?.problem ? undefined : before);
  if (before) addToCharts(now.time, change.server, now.server.connections ?? 0);
  render(graph(now, change), part('flow'));
  render(streams(now, change), part('streams'));
  render(consumers(now, change), part('consumers'));
  render(application(now), part('application'));
  drawTail();
}

function drawHead() {
  const server = snapshot?.server;
  render(html`<h1>binrun live</h1>
    ${server?.title ? html`<b>${visible(server.title)}</b>` : nothing}
    ${server ? html`<span class="mono">${visible(server.url)}</span><span class="note">nats-server ${visible(server.version)}</span>` : nothing}
    ${mayWrite ? nothing : html`<span class="note">read-only</span>`}
    <span class="state ${connected ? 'good' : 'bad'}" role="status">${connected ? 'live' : 'disconnected, trying again'}</span>
    ${problem ? html`<p class="problem" role="alert">${visible(problem)}</p>` : nothing}`, part('head'));
}

startCharts(part('charts'));
startTail(part('tail'), open);
drawHead();
open();
