// What is half written in a form and cannot be sent: the fields say so, and the composer hears it.
import { createContext, useCallback, useContext, useEffect, useId, useState } from "react";

type Report = (field: string, isWrong: boolean) => void;

export const WrongContext = createContext<Report>(() => {});

/** Says of a field whether what stands in it is wrong, as long as it is shown. */
export function useSayWrong(isWrong: boolean): void {
  const report = useContext(WrongContext);
  const field = useId();
  useEffect(() => {
    report(field, isWrong);
    return () => report(field, false);
  }, [report, field, isWrong]);
}

/** Whether any field is wrong, and what they tell it by. */
export function useWrong(): [boolean, Report] {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const report = useCallback<Report>((field, isWrong) => {
    setWrong((now) => (now.includes(field) === isWrong ? now : isWrong ? [...now, field] : now.filter((each) => each !== field)));
  }, []);
  return [wrong.length > 0, report];
}
