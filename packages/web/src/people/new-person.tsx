/**
 * Adding a person: name, role, and what the role is bound to. Knows the form; refuses to know how people are kept.
 */
import type { PersonGiven } from "@antar/api";
import { type FormEvent, useState } from "react";
import { usePreferences } from "../preferences.tsx";
import { boundTo, type Role, roles, useRoleNames } from "./roles.ts";

interface Draft {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly phone: string;
  /** The vehicle or the place, as the role has it. */
  readonly bound: string;
}

const empty: Draft = { person: "", name: "", role: "observer", phone: "", bound: "" };

/** The person that the form describes; what the role is not bound to is left out. */
export function personOf({ name, role, phone, bound }: Draft): PersonGiven {
  const to = boundTo(role);
  return {
    name,
    role,
    vehicle: to === "vehicle" ? bound : null,
    place: to === "place" ? bound : null,
    email: null,
    phone: phone.trim() === "" ? null : phone.trim(),
    active: true,
  };
}

interface NewPersonProps {
  /** Resolves true once the person is there. */
  readonly onAdd: (person: string, given: PersonGiven) => Promise<boolean>;
}

/** The form; it offers the lists `vehicles` and `places` of the page. */
export function NewPerson({ onAdd }: NewPersonProps) {
  const { text } = usePreferences();
  const names = useRoleNames();
  const [draft, setDraft] = useState(empty);
  const to = boundTo(draft.role);
  const change = (part: Partial<Draft>): void => setDraft((known) => ({ ...known, ...part }));
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await onAdd(draft.person, personOf(draft))) setDraft({ ...empty, role: draft.role });
  };
  return (
    <form className="row" onSubmit={(event) => void add(event)}>
      <label className="field">
        <span>{text.person}</span>
        <input
          required
          maxLength={80}
          autoComplete="off"
          value={draft.person}
          onChange={({ target }) => change({ person: target.value })}
        />
      </label>
      <label className="field">
        <span>{text.personName}</span>
        <input
          required
          maxLength={120}
          autoComplete="off"
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
        />
      </label>
      <label className="field">
        <span>{text.role}</span>
        <select
          value={draft.role}
          onChange={({ target }) =>
            change({ role: roles.find((known) => known === target.value) ?? "observer", bound: "" })
          }
        >
          {roles.map((known) => (
            <option key={known} value={known}>
              {names[known]}
            </option>
          ))}
        </select>
      </label>
      {to && (
        <label className="field">
          <span>{to === "vehicle" ? text.personVehicle : text.personPlace}</span>
          <input
            required
            list={`${to}s`}
            autoComplete="off"
            value={draft.bound}
            onChange={({ target }) => change({ bound: target.value })}
          />
        </label>
      )}
      <label className="field">
        <span>{text.personPhone}</span>
        <input
          type="tel"
          pattern="\+?[0-9 \-]{5,20}"
          autoComplete="off"
          value={draft.phone}
          onChange={({ target }) => change({ phone: target.value })}
        />
      </label>
      <button type="submit" className="primary">
        {text.personAdd}
      </button>
    </form>
  );
}
