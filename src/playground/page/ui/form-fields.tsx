import { useId } from 'preact/hooks';
import { lengthOf } from '../../json.ts';
import type { FormField, FormValue } from '../model/form.ts';
import { SelectMenu } from './select-menu.tsx';

interface FieldProps {
  readonly field: FormField;
  readonly value: FormValue;
  readonly problem: string | undefined;
  readonly onChange: (value: FormValue) => void;
}

/** A labelled field of a form. */
export function FieldInput(props: FieldProps) {
  const id = useId();
  const { field, problem } = props;
  const notes = [field.description && `${id}-about`, problem && `${id}-problem`].filter(Boolean).join(' ');
  const input = <Input {...props} id={id} notes={notes} />;
  const about = field.description && (
    <p class="field-about" id={`${id}-about`}>
      {field.description}
    </p>
  );
  const trouble = problem && (
    <p class="field-problem" id={`${id}-problem`} role="alert">
      {problem}
    </p>
  );
  const isGroup = field.kind === 'radio' || field.kind === 'checkboxes';
  const label = (
    <>
      {field.label}
      {field.required && field.kind !== 'checkbox' && (
        <span class="field-required" aria-hidden="true">
          *
        </span>
      )}
    </>
  );
  if (isGroup) {
    return (
      <fieldset class="field" aria-describedby={notes || undefined} aria-invalid={problem !== undefined}>
        <legend class="field-label">{label}</legend>
        {about}
        {input}
        {trouble}
      </fieldset>
    );
  }
  return (
    <div class="field">
      {field.kind === 'select' || field.kind === 'unknown' ? (
        <span class="field-label">{label}</span>
      ) : (
        <label class="field-label" for={id}>
          {label}
        </label>
      )}
      {about}
      {input}
      {trouble}
    </div>
  );
}

function Input({ field, value, problem, onChange, id, notes }: FieldProps & { id: string; notes: string }) {
  const common = { id, 'aria-describedby': notes || undefined, 'aria-invalid': problem !== undefined };
  switch (field.kind) {
    case 'line':
    case 'paragraph':
      return <TextInput field={field} text={String(value)} onChange={onChange} common={common} />;
    case 'radio':
      return <Options field={field} name={id} picked={[String(value)]} onToggle={onChange} />;
    case 'checkboxes': {
      const picked = Array.isArray(value) ? value.map(String) : [];
      const toggle = (one: string): void =>
        onChange(picked.includes(one) ? picked.filter((other) => other !== one) : [...picked, one]);
      return <Options field={field} name={id} picked={picked} onToggle={toggle} />;
    }
    case 'checkbox':
      return (
        <input
          {...common}
          type="checkbox"
          class="field-checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
      );
    case 'select':
      return (
        <SelectMenu
          label={field.placeholder ?? field.label}
          options={field.options}
          picked={Array.isArray(value) ? value.map(String) : []}
          most={field.most}
          invalid={problem !== undefined}
          describedBy={notes || undefined}
          onPick={onChange}
        />
      );
    case 'unknown':
      return <p class="quiet">The playground cannot fill in this kind of field.</p>;
  }
}

function Options({
  field: { kind, options, required, most },
  name,
  picked,
  onToggle,
}: {
  field: FormField;
  name: string;
  picked: readonly string[];
  onToggle: (value: string) => void;
}) {
  const isRadio = kind === 'radio';
  const isFull = !isRadio && picked.length >= most;
  return (
    <div class={options.length > 5 ? 'options options-many' : 'options'}>
      {options.map(({ label, value, description }) => (
        <label key={value} class="option">
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={name}
            value={value}
            checked={picked.includes(value)}
            required={isRadio && required}
            disabled={isFull && !picked.includes(value)}
            onChange={() => onToggle(value)}
          />
          <span>
            {label}
            {description && <small>{description}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}

interface TextInputProps {
  readonly field: FormField;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly common: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': boolean;
  };
}

function TextInput({ field, text, onChange, common }: TextInputProps) {
  const { kind, placeholder, required, most } = field;
  const rest = { ...common, placeholder, required, value: text };
  return (
    <div class="field-text">
      {kind === 'paragraph' ? (
        <textarea {...rest} rows={4} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
      ) : (
        <input
          {...rest}
          type="text"
          autocomplete="off"
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
      {most < 4000 && (
        <small class={lengthOf(text) > most ? 'field-count field-count-over' : 'field-count'} aria-hidden="true">
          {lengthOf(text)}/{most}
        </small>
      )}
    </div>
  );
}
