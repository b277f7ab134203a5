/**
 * Whom the driver may call, at the next stop and in the office; kept on the phone, for a call needs no internet. Refuses to know
 * where numbers come from.
 */
import type { ContactList } from "@antar/api";
import { useEffect, useState } from "react";
import { fetchContacts } from "../client.ts";
import { usePreferences } from "../preferences.tsx";
import { keepContacts, keptContacts } from "./phone-store.ts";

/** A person with a number. */
export type Contact = ContactList["contacts"][number];

/** The contacts of `vehicle`: as kept at first, then as the service has them. */
export function useContacts(brief: string, vehicle: string): readonly Contact[] {
  const [contacts, setContacts] = useState<readonly Contact[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const look = async (): Promise<void> => {
      setContacts((await keptContacts(brief, vehicle))?.contacts ?? []);
      const fresh = await fetchContacts(brief, vehicle, controller.signal).catch(() => undefined);
      if (!fresh || controller.signal.aborted) return;
      setContacts(fresh.contacts);
      await keepContacts(fresh);
    };
    void look();
    return () => controller.abort();
  }, [brief, vehicle]);
  return contacts;
}

interface ContactsProps {
  readonly contacts: readonly Contact[];
  /** The place whose people are named; null: the office. */
  readonly place: string | null;
}

/** The people of a place, each a link that calls; nothing where nobody gave a number. */
export function Contacts({ contacts, place }: ContactsProps) {
  const { text } = usePreferences();
  const own = contacts.filter((contact) => contact.place === place);
  if (own.length === 0) return null;
  return (
    <ul className="contacts" aria-label={place === null ? text.contactOffice : text.contactPlace}>
      {own.map(({ name, role, phone }) => (
        <li key={`${name} ${phone}`}>
          <a className="quiet" href={`tel:${phone.replaceAll(/[^+0-9]/g, "")}`}>
            {place === null ? text.contactCallOffice(name) : text.contactCall(name, role.toUpperCase())}
          </a>
        </li>
      ))}
    </ul>
  );
}
