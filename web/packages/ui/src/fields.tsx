import "./fields.css";
import { readTime } from "@pannier/core";
import { type ReactNode, useId } from "react";
import {
  Checkbox as AriaCheckbox,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
} from "react-aria-components";
import { IconButton } from "./button.tsx";
import { Icon } from "./icons.tsx";

export interface TextFieldProps extends Omit<AriaTextFieldProps, "children" | "className" | "style"> {
  label: string;
  hint?: ReactNode;
  /** A sentence from the server or from a check; it marks the field as invalid. */
  error?: string;
  placeholder?: string;
  rows?: number;
  unit?: string;
  list?: string;
}

/** A labelled input; `rows` makes it a text area, `unit` is shown at its end. */
export function TextField({ label, hint, error, placeholder, rows, unit, list, ...rest }: TextFieldProps) {
  return (
    <AriaTextField {...rest} isInvalid={Boolean(error) || rest.isInvalid} className="pn-field">
      <Label className="pn-field__label">
        {label}
        {rest.isRequired && <span aria-hidden="true"> *</span>}
      </Label>
      {rows ? (
        <TextArea className="pn-input" rows={rows} placeholder={placeholder} />
      ) : (
        <span className="pn-input-box">
          <Input className="pn-input" placeholder={placeholder} list={list} />
          {unit && <span className="pn-input-box__unit">{unit}</span>}
        </span>
      )}
      {hint && !error && (
        <Text slot="description" className="pn-field__hint">
          {hint}
        </Text>
      )}
      <FieldError className="pn-field__error">
        {error ?? (({ validationErrors }) => validationErrors.join(" "))}
      </FieldError>
    </AriaTextField>
  );
}

export interface Choice {
  value: string;
  label: string;
}

export interface SelectFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  choices: readonly Choice[];
  hint?: string;
  error?: string;
  hideLabel?: boolean;
}

/** A native select: it works with every phone, keyboard and screen reader, and weighs nothing. */
export function SelectField({ label, value, onChange, choices, hint, error, hideLabel }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="pn-field">
      <label className={hideLabel ? "pn-hidden" : "pn-field__label"} htmlFor={id}>
        {label}
      </label>
      <span className="pn-select">
        <select
          id={id}
          className="pn-input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || hint ? `${id}-more` : undefined}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <Icon name="chevronDown" size={16} />
      </span>
      {(error ?? hint) && (
        <span id={`${id}-more`} className={error ? "pn-field__error" : "pn-field__hint"}>
          {error ?? hint}
        </span>
      )}
    </div>
  );
}

export interface DateFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hideLabel?: boolean;
  error?: string;
  isRequired?: boolean;
}

/** A native date input, YYYY-MM-DD. */
export function DateField({ label, value, onChange, hideLabel, error, isRequired }: DateFieldProps) {
  const id = useId();
  return (
    <div className="pn-field">
      <label className={hideLabel ? "pn-hidden" : "pn-field__label"} htmlFor={id}>
        {label}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      <input
        id={id}
        className="pn-input"
        type="date"
        value={value}
        required={isRequired}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-more` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error && (
        <span id={`${id}-more`} className="pn-field__error">
          {error}
        </span>
      )}
    </div>
  );
}

export interface TimeFieldProps extends Omit<DateFieldProps, "hideLabel"> {
  hint?: string;
}

/**
 * A time of the day, HH:MM. Not the native input: that one follows the browser's own language
 * and would say "04:00 PM" on a page that says 16:00 everywhere else.
 */
export function TimeField({ value, onChange, ...rest }: TimeFieldProps) {
  return (
    <TextField
      {...rest}
      value={value}
      onChange={onChange}
      onBlur={() => onChange(readTime(value) ?? value)}
      placeholder="HH:MM"
      autoComplete="off"
      maxLength={5}
    />
  );
}

export interface SearchFieldProps {
  label: string;
  clearLabel: string;
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
}

/** A search input; `/` anywhere on the page focuses it (see useSlashFocus in keys.ts). */
export function SearchField({ label, clearLabel, value, onChange, placeholder }: SearchFieldProps) {
  return (
    <div className="pn-search">
      <Icon name="search" size={16} />
      <input
        type="search"
        className="pn-input"
        aria-label={label}
        data-slash-focus
        value={value}
        placeholder={placeholder ?? label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onChange("");
        }}
      />
      {value ? (
        <IconButton label={clearLabel} icon="close" size={14} onPress={() => onChange("")} />
      ) : (
        <span className="pn-search__key" aria-hidden="true">
          /
        </span>
      )}
    </div>
  );
}

export function Checkbox({
  label,
  note,
  hideLabel,
  ...rest
}: {
  label: string;
  /** A word below the label, such as a code. */
  note?: string | undefined;
  hideLabel?: boolean;
  isSelected?: boolean;
  isIndeterminate?: boolean;
  isDisabled?: boolean;
  onChange?: (selected: boolean) => void;
}) {
  return (
    <AriaCheckbox {...rest} className="pn-checkbox" aria-label={hideLabel ? label : undefined}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className="pn-checkbox__box" aria-hidden="true">
            {isIndeterminate ? (
              <Icon name="minus" size={14} />
            ) : (
              isSelected && <Icon name="check" size={14} />
            )}
          </span>
          {!hideLabel && (
            <span>
              {label}
              {note && <small className="pn-checkbox__note">{note}</small>}
            </span>
          )}
        </>
      )}
    </AriaCheckbox>
  );
}
