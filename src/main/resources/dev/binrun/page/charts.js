// Three charts of the server: messages, bytes, connections.
import uPlot from '/uplot/uPlot.esm.js';
import { bytes, count, rate } from '/format.js';

const KEPT = 180;
const CHARTS = [
  { title: 'Messages per second', series: [['in', 'received_msgs'], ['out', 'sent_msgs']], show: rate },
  { title: 'Bytes per second', series: [['in', 'received_bytes'], ['out', 'sent_bytes']], show: bytes },
  { title: 'Connections', series: [['', 'connections']], show: count },
];
const height = () => matchMedia('(max-width: 900px)').matches ? 90 : 120;
const times = [];
const values = new Map(CHARTS.flatMap(chart => chart.series).map(([, key]) => [key, []]));
const drawn = [];

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function plot(chart, box) {
  const axis = { stroke: colour('--soft'), grid: { stroke: colour('--line'), width: 0.5 }, ticks: { show: false }, font: '11px system-ui' };
  return new uPlot({
    width: Math.max(box.clientWidth, 200), height: height(), legend: { show: false }, cursor: { show: false }, padding: [6, 24, 0, 0],
    scales: { y: { range: (self, low, high) => [0, 1.15 * Math.max(high ?? 0, chart.series.length > 1 ? 10 : 4)] } },
    axes: [{ ...axis, size: 24, values: (self, ticks) => ticks.map(tick => new Date(tick * 1000).toTimeString().slice(0, 8)), space: 90 },
      { ...axis, size: 62, values: (self, ticks) => ticks.map(chart.show), space: 28 }],
    series: [{}, ...chart.series.map((series, index) => ({
      stroke: colour(index === 0 ? '--link' : '--unknown'), width: 1.5, points: { show: false },
    }))],
  }, data(chart), box);
}

const data = chart => [times, ...chart.series.map(([, key]) => values.get(key))];

function draw() {
  for (const item of drawn.splice(0)) item.plot.destroy();
  document.querySelectorAll('.chart .plot').forEach((box, index) => drawn.push({ box, chart: CHARTS[index], plot: plot(CHARTS[index], box) }));
}

export function startCharts(root) {
  for (const chart of CHARTS) {
    const box = document.createElement('div');
    box.className = 'chart';
    const title = document.createElement('h2');
    title.append(chart.title);
    for (const [name] of chart.series) {
      if (!name) continue;
      const label = document.createElement('span');
      label.className = name;
      label.textContent = name;
      title.append(label);
    }
    title.append(document.createElement('b'));
    const area = document.createElement('div');
    area.className = 'plot';
    area.setAttribute('role', 'img');
    area.setAttribute('aria-label', `Chart: ${chart.title} of the last three minutes`);
    box.append(title, area);
    root.append(box);
  }
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(() => {
    for (const item of drawn) {
      const width = Math.max(item.box.clientWidth, 200);
      if (width !== item.plot.width) item.plot.setSize({ width, height: height() });
    }
  }).observe(root);
}

export function addToCharts(time, server, connections) {
  const point = { ...server, connections };
  times.push(time / 1000);
  for (const [key, list] of values) list.push(point[key] ?? 0);
  if (times.length > KEPT) [times, ...values.values()].forEach(list => list.shift());
  drawn.forEach(item => item.plot.setData(data(item.chart)));
  document.querySelectorAll('.chart h2 b').forEach((box, index) => {
    box.textContent = CHARTS[index].series.map(([, key]) => CHARTS[index].show(point[key] ?? 0)).join(' · ');
  });
}
