// Files on their way into the chat.

/** As much as a bot can fetch with getFile. */
export const MOST_BYTES = 20 * 1024 * 1024;

export interface Picked {
  file: File;
  /** What Telegram makes of it. */
  kind: "photo" | "document";
  /** A `data:` URL. */
  url: string;
}

/** Pictures that Telegram would show as photos. */
export const canBePhoto = (file: Pick<File, "type">): boolean => /^image\/(jpeg|png|webp|bmp)$/.test(file.type);

export async function pick(file: File): Promise<Picked> {
  return { file, kind: canBePhoto(file) ? "photo" : "document", url: await read(file) };
}

/** What stands after the comma of a `data:` URL. */
export const base64Of = (url: string): string => url.slice(url.indexOf(",") + 1);

function read(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
