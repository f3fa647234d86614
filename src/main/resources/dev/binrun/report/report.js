'use strict';
// Filters, sorting, zoom and copying. The page is complete without this script.
addEventListener('DOMContentLoaded', () => {
  const main = document.querySelector('main');
  const rows = [...document.querySelectorAll('.s')];
  const kindOf = row => row.classList[1];
  const tools = document.createElement('div');
  tools.className = 'tools';
  const search = document.createElement('input');
  search.type = 'search';
  search.placeholder = 'name, file or tag';
  search.setAttribute('aria-label', 'Filter by name, file or tag');
  tools.append(search);
  const boxes = new Map();
  for (const kind of ['failed', 'broken', 'invalid', 'flaky', 'passed', 'skipped']) {
    const count = rows.filter(row => kindOf(row) === kind).length;
    if (count === 0) continue;
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = true;
    label.append(box, ` ${kind} (${count})`);
    boxes.set(kind, box);
    tools.append(label);
  }
  const sort = document.createElement('select');
  sort.setAttribute('aria-label', 'Order');
  for (const [value, text] of [['', 'failures first'], ['time', 'slowest first']]) sort.append(new Option(text, value));
  tools.append(sort);
  main.append(tools);

  const read = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    search.value = state.get('q') ?? '';
    sort.value = state.get('sort') ?? '';
    const only = state.get('only');
    for (const [kind, box] of boxes) box.checked = !only || only.split(',').includes(kind);
  };
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const head = row.querySelector('summary') ?? row;
      const text = head.textContent.toLowerCase();
      row.hidden = !boxes.get(kindOf(row)).checked || !words.every(word => text.includes(word));
      row.style.order = sort.value === 'time' ? 1e6 - Math.round(100 * parseFloat(head.querySelector('i').textContent)) : '';
    }
  };
  const write = () => {
    const state = new URLSearchParams();
    if (search.value) state.set('q', search.value);
    if (sort.value) state.set('sort', sort.value);
    const shown = [...boxes].filter(([, box]) => box.checked).map(([kind]) => kind);
    if (shown.length < boxes.size) state.set('only', shown.join(','));
    history.replaceState(null, '', '#' + state);
    apply();
  };
  tools.addEventListener('input', write);
  const open = () => {
    const row = /^#s\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (row) {
      row.open = true;
      row.scrollIntoView();
    } else {
      read();
      apply();
    }
  };
  addEventListener('hashchange', open);
  open();

  // Each drawing has a box of times: buttons and keys change the part that it shows.
  for (const drawing of document.querySelectorAll('svg.timeline')) {
    const times = drawing.querySelector('.times');
    const axis = drawing.querySelector('.axis');
    const whole = times.viewBox.baseVal;
    const [left, width, height] = [whole.x, whole.width, whole.height];
    const [begin, end] = [Number(axis.dataset.begin), Number(axis.dataset.end)];
    let [from, factor] = [0, 1];
    const show = () => {
      factor = Math.min(1000, Math.max(1, factor));
      from = Math.min(1 - 1 / factor, Math.max(0, from));
      times.setAttribute('viewBox', `${left + width * from} 0 ${width / factor} ${height}`);
      const labels = axis.querySelectorAll('text');
      labels.forEach((label, i) => {
        const at = begin + (end - begin) * (from + i / (labels.length - 1) / factor);
        label.textContent = `${(at / 1e9).toFixed(factor > 20 ? 5 : 3)} s`;
      });
    };
    const zoom = (by, at) => {
      from += at / factor;
      factor *= by;
      from -= at / factor;
      show();
    };
    const actions = {
      '+': ['zoom in', () => zoom(2, 0.5)],
      '−': ['zoom out', () => zoom(0.5, 0.5)],
      '←': ['earlier', () => { from -= 0.4 / factor; show(); }],
      '→': ['later', () => { from += 0.4 / factor; show(); }],
    };
    const buttons = document.createElement('div');
    buttons.className = 'zoom';
    for (const [sign, [words, act]] of Object.entries(actions)) {
      const button = document.createElement('button');
      button.textContent = sign;
      button.setAttribute('aria-label', words);
      button.title = words;
      button.addEventListener('click', act);
      buttons.append(button);
    }
    drawing.before(buttons);
    drawing.addEventListener('dblclick', event => {
      const box = times.getBoundingClientRect();
      zoom(event.shiftKey ? 0.5 : 2, Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
    });
  }

  for (const text of document.querySelectorAll('pre.md')) {
    const button = document.createElement('button');
    button.textContent = 'Copy as text';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = 'Copied';
    });
    text.before(button);
  }
});
