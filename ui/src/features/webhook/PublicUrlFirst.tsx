import type { ReactNode } from "react";
import { useOverview } from "../../app/store";
import { ErrorNote } from "../../components/ErrorNote";
import { TunnelForm } from "../tunnel/TunnelForm";

/** What stands before the form of Set webhook while there is no public URL. */
export function PublicUrlFirst({ wasThere, children }: { wasThere: boolean; children?: ReactNode }) {
  const { state } = useOverview().tunnel;
  const isLost = state.type === "failed" || state.type === "reconnecting";
  return (
    <>
      <h2>{wasThere ? "The public URL is gone" : "First a public URL"}</h2>
      <p className="muted">
        {wasThere ? "What you chose below stays as it is, and can be set once there is a public URL again." : "Telegram delivers to an https address. Hookbay makes one for this computer."}
      </p>
      {state.type === "connecting" && <p role="status">The tunnel is connecting. This goes on by itself once it is online.</p>}
      {isLost && <ErrorNote error={state.error} />}
      <TunnelForm primary />
      {children}
    </>
  );
}
