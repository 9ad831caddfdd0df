import type { ButtonHTMLAttributes } from "react";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "plain" | "primary" | "danger" | "quiet";
  busy?: boolean;
}

export function Button({ look = "plain", busy = false, disabled, children, className = "", ...rest }: Props) {
  return (
    <button type="button" className={`button ${look} ${className}`} aria-busy={busy || undefined} disabled={disabled || busy} {...rest}>
      {busy && <span className="spinner" aria-hidden="true" />}
      {children}
    </button>
  );
}
