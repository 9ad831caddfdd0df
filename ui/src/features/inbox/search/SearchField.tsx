import { useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from "react";
import type { Completion } from "../../../bindings/Completion";
import { Kbd } from "../../../components/Kbd";
import { Completions } from "./Completions";
import { Highlight } from "./Highlight";
import type { Search } from "./useSearch";

interface Props {
  ref: Ref<{ focus: () => void }>;
  search: Search;
  /** Back to the list. */
  onLeave: () => void;
  /** Beside the field. */
  children: ReactNode;
}

/** A plain text field whose words are coloured behind it, with what may come next below. */
export function SearchField({ ref, search, onLeave, children }: Props) {
  const { text, caret, reading, write, run } = search;
  const field = useRef<HTMLInputElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  // Where the caret goes after a completion; React would put it at the end.
  const caretAfter = useRef<number | null>(null);
  useImperativeHandle(ref, () => ({
    focus: () => {
      field.current?.focus();
      field.current?.select();
    },
  }));
  useLayoutEffect(() => {
    if (caretAfter.current !== null) field.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = null;
  }, [text]);

  // Offers for another text would replace the wrong places.
  const offers = reading && reading.of === text && reading.caret === caret ? reading.completions : [];
  const isOpen = open && offers.length > 0;
  const chosen = isOpen ? offers[active] : undefined;
  // What is half written is not wrong yet, as long as there is something to go on with.
  const isHalf = isOpen && reading?.problem != null && reading.problem.to >= caret;
  const problem = reading?.of === text && !isHalf ? reading.problem : null;

  const follow = (element: HTMLInputElement) => {
    setScrolled(element.scrollLeft);
    const at = element.selectionStart ?? element.value.length;
    if (element.value !== text || at !== caret) write(element.value, at);
  };
  const take = ({ from, to, insert }: Completion) => {
    caretAfter.current = from + insert.length;
    setActive(-1);
    write(text.slice(0, from) + insert + text.slice(to), from + insert.length);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (!isOpen) return setOpen(true);
      const places = offers.length + 1;
      setActive(((active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (chosen) return take(chosen);
      setOpen(false);
      run();
    } else if (event.key === "Tab" && !event.shiftKey && isOpen) {
      const offer = chosen ?? offers[0];
      if (!offer) return;
      event.preventDefault();
      take(offer);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (isOpen) setOpen(false);
      else if (text !== "") write("", 0);
      else onLeave();
    }
  };
  return (
    <div className="search" role="search">
      <div className="search-row">
        <div className="search-box" data-wrong={problem !== null}>
          <Highlight text={text} reading={reading && isHalf ? { ...reading, problem: null, parts: reading.parts.filter((part) => part.kind !== "wrong") } : reading} scrolled={scrolled} />
          <input
            ref={field}
            className="search-input"
            data-testid="search"
            type="text"
            // As the letters behind it: the language is written from the left.
            dir="ltr"
            role="combobox"
            aria-label="Search updates"
            aria-autocomplete="list"
            aria-expanded={isOpen}
            aria-controls="completions"
            aria-activedescendant={chosen ? `completion-${active}` : undefined}
            aria-invalid={problem !== null}
            aria-describedby={problem ? "query-problem" : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="Search: words, kind:message, chat:…, before:1h"
            value={text}
            onChange={(event) => {
              setOpen(true);
              setActive(-1);
              follow(event.currentTarget);
            }}
            onSelect={(event) => follow(event.currentTarget)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onKeyDown={press}
            onBlur={() => setOpen(false)}
          />
          {text === "" && <Kbd>/</Kbd>}
          {isOpen && <Completions offers={offers} active={active} onTake={take} />}
        </div>
        {children}
      </div>
      {problem && (
        <p id="query-problem" className="search-problem" role="status" data-testid="query-problem">
          <span className="tone-bad">{problem.message}</span> <span className="muted">{problem.remedy}</span>
        </p>
      )}
    </div>
  );
}
