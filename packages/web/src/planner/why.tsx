/**
 * "Why" of a place in the plan: why this vehicle, this order, not earlier; asked only when somebody wants to know.
 */
import { plainSentence } from "../format/sentences.ts";
import { usePreferences } from "../preferences.tsx";
import { type StopAnswer, useStudy } from "./studies.ts";
import { StudyState } from "./study-state.tsx";

interface WhyProps {
  readonly brief: string;
  readonly version: number;
  readonly place: string;
}

/** The button and, once asked, the answers. Give it the place as key. */
export function Why({ brief, version, place }: WhyProps) {
  const { text, language } = usePreferences();
  const study = useStudy<readonly StopAnswer[]>(brief);
  const { answer } = study;
  return (
    <div className="why">
      {!answer && (
        <button
          type="button"
          className="quiet"
          disabled={study.going}
          onClick={() => study.ask({ kind: "ask", version, place })}
        >
          {text.whyAsk}
        </button>
      )}
      <StudyState study={study} />
      {answer?.map(({ trip, vehicle, whyVehicle, whyOrder, whyNotEarlier }) => (
        <dl key={trip}>
          <dt>{text.whyVehicle(vehicle, trip)}</dt>
          <dd>{plainSentence(whyVehicle.says[language], language)}</dd>
          <dt>{text.whyOrder}</dt>
          <dd>{plainSentence(whyOrder.says[language], language)}</dd>
          <dt>{text.whyNotEarlier}</dt>
          <dd>{plainSentence(whyNotEarlier.says[language], language)}</dd>
        </dl>
      ))}
    </div>
  );
}
