// What the buttons of a reply keyboard ask for, in words. Pure.
import type { ReplyButton } from "../../../bindings/ReplyButton";

interface Ask {
  /** Beside what the bot has written on the button. */
  mark: string;
  title: string;
  /** Why nothing comes of it here; none where something does. */
  not?: string;
}

/** By the kind of the button; one that only says its text is in none of them. */
const ASKS: Partial<Record<string, Ask>> = {
  contact: { mark: "contact", title: "It asks for the telephone number (request_contact)" },
  location: { mark: "place", title: "It asks for a place (request_location)" },
  poll: { mark: "poll", title: "It asks for a poll (request_poll)" },
  users: { mark: "people", title: "It asks for people (request_users)", not: "The button asks for people to share (request_users), which the sandbox has no list for. Nothing was sent." },
  chat: { mark: "chat", title: "It asks for a chat (request_chat)", not: "The button asks for a chat to share (request_chat), which the sandbox has no list for. Nothing was sent." },
  web_app: { mark: "web app", title: "It opens a web app", not: "The button opens a web app, and the sandbox goes nowhere. Nothing was sent." },
};

const QUIZ: Ask = { mark: "quiz", title: "It asks for a quiz (request_poll)" };

export const askOf = ({ kind, poll }: ReplyButton): Ask | undefined => (kind === "poll" && poll === "quiz" ? QUIZ : ASKS[kind]);
