// Numbers, times and bytes as text.
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const count = number => whole.format(number ?? 0);

export const many = (number, noun) => `${count(number)} ${noun}${number === 1 ? '' : 's'}`;

export const rate = number => (number >= 10 ? whole : short).format(number ?? 0);

export function bytes(number) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let value = number ?? 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${(value >= 100 || unit === 0 ? whole : short).format(value)} ${units[unit]}`;
}

export function duration(nanos) {
  const seconds = nanos / 1e9;
  if (seconds < 120) return `${short.format(seconds)} s`;
  if (seconds < 7200) return `${whole.format(seconds / 60)} min`;
  if (seconds < 172800) return `${whole.format(seconds / 3600)} h`;
  return `${whole.format(seconds / 86400)} d`;
}

export function clock(time) {
  const date = new Date(time);
  const two = number => String(number).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** Shows what a reader would not see: control characters and those that change the direction of text. */
export const visible = text => String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g,
  character => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));

/** Returns 16 bytes a line, as hex and as ASCII. */
export function hexLines(hex) {
  const lines = [];
  for (let start = 0; start < hex.length; start += 32) {
    const pairs = hex.slice(start, start + 32).match(/../g) ?? [];
    const ascii = pairs.map(pair => {
      const code = parseInt(pair, 16);
      return code >= 32 && code < 127 ? String.fromCharCode(code) : '.';
    }).join('');
    lines.push(`${(start / 2).toString(16).padStart(6, '0')}  ${pairs.join(' ').padEnd(47)}  ${ascii}`);
  }
  return lines.join('\n');
}
