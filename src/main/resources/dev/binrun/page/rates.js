// Rates per second, from the differences of two snapshots.
const per = (now, before, seconds) => seconds > 0 && now >= before ? (now - before) / seconds : 0;

const byName = list => new Map((list ?? []).map(item => [item.name, item]));

export const consumerKey = consumer => `${consumer.stream_name}/${consumer.name}`;

export function rates(now, before) {
  const seconds = before ? (now.time - before.time) / 1000 : 0;
  const streams = new Map();
  const formerStreams = byName(before?.streams);
  for (const stream of now.streams ?? []) {
    const former = formerStreams.get(stream.name);
    streams.set(stream.name, former ? per(stream.last_seq, former.last_seq, seconds) : 0);
  }
  const consumers = new Map();
  const formerConsumers = new Map((before?.consumers ?? []).map(consumer => [consumerKey(consumer), consumer]));
  for (const consumer of now.consumers ?? []) {
    const former = formerConsumers.get(consumerKey(consumer));
    consumers.set(consumerKey(consumer), former ? per(consumer.delivered, former.delivered, seconds) : 0);
  }
  const subjects = new Map();
  for (const [subject, total] of Object.entries(now.published ?? {})) {
    subjects.set(subject, before ? per(total, before.published?.[subject] ?? 0, seconds) : 0);
  }
  const server = {};
  for (const way of ['received', 'sent']) {
    for (const unit of ['msgs', 'bytes']) {
      const then = before?.server?.[way]?.[unit];
      server[`${way}_${unit}`] = then === undefined ? 0 : per(now.server?.[way]?.[unit] ?? 0, then, seconds);
    }
  }
  return { streams, consumers, subjects, server };
}
