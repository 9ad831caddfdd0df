import { expect, it } from "vitest";
import type { Entity } from "../../../bindings/Entity";
import { piecesOf, type Piece } from "./entities";

const entity = (kind: string, offset: number, length: number): Entity => ({ type: kind, offset, length, url: null, language: null });
const plain = (pieces: Piece[]): string => pieces.map((piece) => (typeof piece === "string" ? piece : `<${piece.entity.type}>${plain(piece.pieces)}</${piece.entity.type}>`)).join("");
const shown = (text: string, ...entities: Entity[]) => plain(piecesOf(text, entities));

it("nests what stands inside, in whatever order it comes", () => {
  expect(shown("one two three", entity("italic", 4, 3), entity("bold", 0, 13))).toBe("<bold>one <italic>two</italic> three</bold>");
  expect(shown("abc", entity("bold", 0, 3), entity("underline", 0, 3))).toBe("<bold><underline>abc</underline></bold>");
});

it("counts as Telegram does, so that an emoji is two", () => {
  expect(shown("👍 bold", entity("bold", 3, 4))).toBe("👍 <bold>bold</bold>");
});

it("shows every letter once, whatever the places are", () => {
  expect(shown("abcdef", entity("bold", 0, 4), entity("italic", 2, 4))).toBe("<bold>ab<italic>cd</italic></bold><italic>ef</italic>");
  expect(shown("abc", entity("bold", 1, 99), entity("italic", 7, 2), entity("code", 0, 0))).toBe("a<bold>bc</bold>");
  const letters = (pieces: Piece[]): string => pieces.map((piece) => (typeof piece === "string" ? piece : letters(piece.pieces))).join("");
  const many = Array.from({ length: 40 }, (_, index) => entity("bold", (index * 7) % 20, 1 + ((index * 5) % 9)));
  expect(letters(piecesOf("twenty letters, here", many))).toBe("twenty letters, here");
});
