// The stored messages of a stream.
import { html, nothing, render } from '/lit-html/lit-html.js';
import { repeat } from '/lit-html/directives/repeat.js';
import { bytes, count, many, visible } from '/format.js';
import { ask, dialog, mayWrite, openDialog } from '/actions.js';
import { details } from '/tail.js';
import { preview } from '/tables.js';

export async function showMessages(stream, to = 0) {
  const response = await fetch(`/api/messages?stream=${encodeURIComponent(stream)}&to=${to}`).catch(() => undefined);
  const page = await response?.json().catch(() => undefined) ?? { error: 'the page has no connection to binrun' };
  render(view(stream, page), dialog);
  openDialog();
}

const view = (stream, page) => html`
  <div class="title"><h2 id="dialog-title">Messages of ${visible(stream)}</h2>
    <span class="right"><button @click=${() => dialog.close()}>Close</button></span></div>
  ${page.error ? html`<p class="bad" role="alert">${visible(page.error)}</p>` : html`
    <div class="buttons">
      <span class="note">${many(page.stored, 'message')} stored, sequences ${count(page.first_seq)} to ${count(page.last_seq)}. Reading them takes nothing from a consumer.</span>
      <button ?disabled=${page.to >= page.last_seq} @click=${() => showMessages(stream, Math.min(page.last_seq, page.to + 25))}>Newer</button>
      <button ?disabled=${page.from <= page.first_seq} @click=${() => showMessages(stream, page.from - 1)}>Older</button>
      <button ?disabled=${page.from <= page.first_seq} @click=${() => showMessages(stream, page.first_seq + 24)}>Oldest</button>
    </div>
    ${page.messages.length === 0 ? html`<p class="note">There is no message from sequence ${count(page.from)} to ${count(page.to)}.</p>` : nothing}
    ${repeat(page.messages, message => message.sequence, message => html`<div class="message"><details>
      <summary><span>#${count(message.sequence)}</span><b>${visible(message.subject)}</b>
        <span>${message.time.slice(0, 19).replace('T', ' ')} · ${bytes(message.payload.size)}</span>
        <code>${preview(message.payload, 300)}</code></summary>${details(message)}
      ${mayWrite ? html`<p><button class="small danger" @click=${() => ask('delete-message', { stream, sequence: String(message.sequence) })}>Delete message</button></p>` : nothing}
    </details></div>`)}`}`;
