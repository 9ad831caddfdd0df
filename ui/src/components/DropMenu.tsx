import { useState } from "react";
import { Button } from "./Button";
import { Menu, type MenuItem } from "./Menu";

interface Props {
  label: string;
  /** What its menu is about, for who hears it. */
  name: string;
  items: MenuItem[];
  "data-testid": string;
}

/** A button with a few more things to do behind it. */
export function DropMenu({ label, name, items, ...rest }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div className="views">
      <Button look="quiet" data-testid={rest["data-testid"]} aria-label={name} title={name} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}>
        {label}
      </Button>
      {open && <Menu name={name} items={items} className="few" onClose={() => setOpen(false)} />}
    </div>
  );
}
