import { useState } from "react";
import { Button } from "../../../components/Button";
import { Field } from "../../../components/Field";
import { useFocusBack } from "../../../components/useFocusBack";
import { useKeys } from "../../../app/keys";
import { useScene } from "../scene";

export type Shared = "contact" | "location";

const PLACE = "52.5219, 13.4132";
const PHONE = "+15550142";

/** Two degrees with a comma between; null where they are none on this earth. */
export function degrees(text: string): { latitude: number; longitude: number } | null {
  const [latitude = NaN, longitude = NaN, ...rest] = text.split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  const isThere = rest.length === 0 && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isThere ? { latitude, longitude } : null;
}

/** One's own telephone number, or a place; both made up until one changes them. */
export function ShareForm({ what, onClose, onSent }: { what: Shared; onClose: () => void; onSent: () => void }) {
  const { me, act } = useScene();
  const [text, setText] = useState(what === "contact" ? PHONE : PLACE);
  useFocusBack();
  useKeys({ Escape: onClose }, "form");
  const place = degrees(text);
  const isRight = what === "contact" ? text.trim() !== "" : place !== null;
  return (
    <form
      className="share"
      data-testid="share-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isRight) return;
        const shared = what === "contact" ? act({ type: "share_contact", phone: text.trim() }) : place ? act({ type: "share_location", ...place }) : null;
        // What was refused is corrected here.
        void shared?.then((did) => {
          if (!did) return;
          onClose();
          onSent();
        });
      }}
    >
      <Field label={what === "contact" ? `${me.name}'s telephone number` : "Latitude, longitude"} autoFocus value={text} onChange={(event) => setText(event.target.value)} />
      <Button type="submit" data-testid="share" disabled={!isRight}>
        {what === "contact" ? "Share the contact" : "Share the place"}
      </Button>
      <Button look="quiet" onClick={onClose}>
        Cancel
      </Button>
    </form>
  );
}
