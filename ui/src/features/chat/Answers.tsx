import { useEffect, useRef, useState } from "react";
import { useKeys } from "../../app/keys";
import type { Toast } from "../../bindings/Toast";
import { Button } from "../../components/Button";
import { CopyButton } from "../../components/CopyButton";
import { useFocusBack } from "../../components/useFocusBack";
import { nameOf, useScene } from "./scene";

/** As long as a notice stays, as in Telegram. */
const SHOWN_MS = 5_000;

/** What the bot answers to pressed buttons: a notice that goes by itself, or a question-like alert that stays. */
export function Answers({ toasts, ready }: { toasts: readonly Toast[]; ready: boolean }) {
  const seen = useRef<Set<string> | null>(null);
  const [notices, setNotices] = useState<readonly Toast[]>([]);
  const [alerts, setAlerts] = useState<readonly Toast[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());

  useEffect(() => {
    const all = timers.current;
    return () => {
      for (const timer of all) clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    if (!ready) return;
    const done = toasts.filter(({ at }) => at !== null);
    const before = seen.current;
    seen.current = new Set(done.map(({ id }) => id));
    // What was answered before the chat was opened is not said again.
    if (before === null) return;
    const fresh = done.filter(({ id, text, url }) => !before.has(id) && (text || url));
    if (fresh.length === 0) return;
    const isAlert = ({ alert, url }: Toast) => alert || url !== null;
    setAlerts((now) => [...now, ...fresh.filter(isAlert)]);
    const passing = fresh.filter((toast) => !isAlert(toast));
    if (passing.length === 0) return;
    setNotices((now) => [...now, ...passing]);
    const timer = setTimeout(() => setNotices((now) => now.filter((toast) => !passing.includes(toast))), SHOWN_MS);
    timers.current.add(timer);
  }, [toasts, ready]);

  const alert = alerts[0];
  return (
    <>
      <div className="toasts" role="status">
        {notices.map((toast) => (
          <p key={toast.id} className="toast" data-testid="toast">
            {toast.text}
          </p>
        ))}
      </div>
      {alert && <Alert key={alert.id} toast={alert} onClose={() => setAlerts((now) => now.slice(1))} />}
    </>
  );
}

function Alert({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const scene = useScene();
  const box = useRef<HTMLDivElement>(null);
  useFocusBack();
  useKeys({ Escape: onClose }, "floating");
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("[data-close]")?.focus();
  }, []);
  return (
    <div ref={box} className="chat-alert" role="alertdialog" aria-label={`${scene.bot.name} to ${nameOf(scene, toast.user_id)}`} data-testid="chat-alert">
      <p className="small muted">
        {scene.bot.name} to {nameOf(scene, toast.user_id)}
      </p>
      {toast.text && <p className="break">{toast.text}</p>}
      {toast.url && <p className="break">It would open {toast.url}</p>}
      <div className="row">
        <Button data-close data-testid="alert-close" onClick={onClose}>
          OK
        </Button>
        {toast.url && <CopyButton text={toast.url} what="the address" />}
      </div>
    </div>
  );
}
