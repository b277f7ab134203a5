/**
 * A row of choices of which one holds: radio buttons that look like one control.
 */
import { useId } from "react";

interface ChoicesProps<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string; readonly title?: string }[];
  readonly onChoose: (value: T) => void;
}

/** The choices, named for screen readers by `name`; arrow keys move as in any radio group. */
export function Choices<T extends string>({ name, value, options, onChoose }: ChoicesProps<T>) {
  const group = useId();
  return (
    <fieldset className="choices">
      <legend className="unseen">{name}</legend>
      {options.map((option) => (
        <label key={option.value} title={option.title}>
          <input
            type="radio"
            className="unseen"
            name={group}
            checked={option.value === value}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
