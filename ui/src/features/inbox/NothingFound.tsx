import { Button } from "../../components/Button";

/** A search that finds nothing: what may be changed. */
export function NothingFound({ query, onClear }: { query: string; onClear: () => void }) {
  const hasTime = /(^|\s)-?(before|after):/.test(query);
  return (
    <div className="empty" data-testid="nothing-found">
      <h2>Nothing found</h2>
      <p>No update of this bot matches {hasTime ? "these words in this time. Try a longer time, or fewer words." : "all of these. Take a word or a filter out, or search in all that Telegram sent with raw:word."}</p>
      <Button onClick={onClear}>Show all updates</Button>
    </div>
  );
}
