import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { asText } from '../../json.ts';
import type { ModalView } from '../../protocol.ts';
import { type FormField, type FormValue, partsOf, problemWith, submission } from '../model/form.ts';
import { ask } from '../state/connection.ts';
import { enlarged } from '../state/panels.ts';
import { actingId, channelOptions, memberOptions } from '../state/session.ts';
import { bot, closeModal, modals } from '../state/world.ts';
import { Avatar } from './avatar.tsx';
import { FieldInput } from './form-fields.tsx';
import { icons } from './icons.tsx';
import { Markdown } from './markdown.tsx';

/** Everything that stands over the page. */
export function Dialogs() {
  const modal = modals.value.get(actingId.value);
  return (
    <>
      {modal && <ModalForm key={modal.id} modal={modal} />}
      {enlarged.value && <Enlarged picture={enlarged.value} />}
    </>
  );
}

/** Opens a dialog as soon as it is drawn; the browser keeps the focus in it and gives it back. */
function useOpenDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  return dialog;
}

function ModalForm({ modal }: { modal: ModalView }) {
  const dialog = useOpenDialog();
  const id = useId();
  const values = useSignal<Readonly<Record<string, FormValue>>>({});
  const problems = useSignal<Readonly<Record<string, string>>>({});
  const state = useSignal<'open' | 'sending' | { readonly failed: string }>('open');
  const parts = partsOf(modal.raw, memberOptions.value, channelOptions.value);
  const fields = parts.flatMap((part) => (part.kind === 'field' ? [part.field] : []));
  const contentOf = (field: FormField): FormValue => values.value[field.id] ?? field.start;
  const title = asText(modal.raw.title) ?? '';
  const close = (): void => closeModal(modal.forMember);

  const change = (field: FormField, value: FormValue): void => {
    values.value = { ...values.value, [field.id]: value };
    const { [field.id]: _, ...left } = problems.value;
    problems.value = left;
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (state.value === 'sending') return;
    const found = fields.flatMap((field) => {
      const problem = problemWith(field, contentOf(field));
      return problem === undefined ? [] : [[field.id, problem] as const];
    });
    problems.value = Object.fromEntries(found);
    const [first] = found;
    if (first) {
      document.getElementById(`${id}-${first[0]}`)?.querySelector<HTMLElement>('input, textarea, button')?.focus();
      return;
    }
    state.value = 'sending';
    const sent = submission(fields, values.value);
    const reply = await ask({ do: 'submit', memberId: modal.forMember, modalId: modal.id, fields: sent });
    if (reply.ok) close();
    else state.value = { failed: reply.reason };
  };
  return (
    <dialog
      class="modal"
      ref={dialog}
      aria-labelledby={`${id}-title`}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form noValidate onSubmit={(event) => void submit(event)}>
        <header class="modal-head">
          <Avatar id={bot.value.id} name={bot.value.name} small />
          <h2 id={`${id}-title`}>{title}</h2>
          <button type="button" class="bar-button" aria-label="Close" onClick={close}>
            <icons.close />
          </button>
        </header>
        <div class="modal-body">
          <p class="modal-note">This form goes to {bot.value.name}. Never tell a bot a password.</p>
          {parts.map((part, index) =>
            part.kind === 'text' ? (
              <Markdown key={index} source={part.markdown} />
            ) : (
              <div key={part.field.id} id={`${id}-${part.field.id}`}>
                <FieldInput
                  field={part.field}
                  value={contentOf(part.field)}
                  problem={problems.value[part.field.id]}
                  onChange={(value) => change(part.field, value)}
                />
              </div>
            ),
          )}
        </div>
        {typeof state.value === 'object' && (
          <p class="failed modal-failed" role="alert">
            <icons.warning />
            <span>
              Something went wrong. Try again. <small>{state.value.failed}</small>
            </span>
          </p>
        )}
        <footer class="modal-foot">
          <button type="button" class="button button-plain" onClick={close}>
            Cancel
          </button>
          <button type="submit" class="button button-primary" aria-busy={state.value === 'sending'}>
            <span class="button-face">Submit</span>
            {state.value === 'sending' && <span class="spinner" aria-hidden="true" />}
          </button>
        </footer>
      </form>
    </dialog>
  );
}

function Enlarged({ picture }: { picture: { readonly url: string; readonly alt: string } }) {
  const dialog = useOpenDialog();
  const close = (): void => {
    enlarged.value = undefined;
  };
  return (
    <dialog class="enlarged" ref={dialog} aria-label="Picture" onClose={close}>
      <button type="button" class="bar-button" aria-label="Close" onClick={close}>
        <icons.close />
      </button>
      <img src={picture.url} alt={picture.alt} />
      {picture.alt && <p>{picture.alt}</p>}
    </dialog>
  );
}
