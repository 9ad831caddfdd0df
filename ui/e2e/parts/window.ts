// The real window, driven through WebKit's own WebDriver as a person would use it.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { By, Capabilities, Key, WebDriver, type WebElement } from "selenium-webdriver";
import { Executor, HttpClient } from "selenium-webdriver/http";
import { BIN, type Home } from "./home";
import { freePort, listens } from "./port";
import { childOf, descendants, isAlive, statOf } from "./process";
import { until } from "./until";

const run = promisify(execFile);

export class Window {
  /** What the app had started when it was seen last. */
  private family: number[];

  private constructor(
    readonly driver: WebDriver,
    private readonly process: ChildProcess,
    /** The app's process. */
    readonly pid: number,
  ) {
    this.family = descendants(pid);
  }

  /** Starts the app on that user's machine. */
  static async open(home: Home, ...args: string[]): Promise<Window> {
    const port = await freePort();
    const log = openSync(home.log, "a");
    const child = spawn("WebKitWebDriver", [`--port=${port}`], {
      env: { ...home.env, TAURI_WEBVIEW_AUTOMATION: "true" },
      stdio: ["ignore", log, log],
    });
    await until("the driver listens", () => listens(port));
    const capabilities = new Capabilities().set("webkitgtk:browserOptions", { binary: join(BIN, "hookbay-desktop"), args });
    // Not by selenium's builder, which insists on a browser's name that the driver then cannot match.
    const driver = WebDriver.createSession(new Executor(new HttpClient(`http://127.0.0.1:${port}`)), capabilities);
    await driver.getSession();
    const pid = childOf(child.pid ?? 0);
    if (pid === null) throw new Error("the driver has started no app");
    return new Window(driver, child, pid);
  }

  /** What has that test id, once it is there and shown. */
  see(id: string): Promise<WebElement> {
    return until(`${id} is shown`, async () => {
      for (const element of await this.all(id)) if (await element.isDisplayed()) return element;
      return null;
    });
  }

  all(id: string): Promise<WebElement[]> {
    return this.driver.findElements(By.css(`[data-testid="${id}"]`));
  }

  /** Presses it once it can be: the driver would press a button that is still busy, to no effect. */
  async press(id: string): Promise<void> {
    await until(`${id} can be pressed`, async () => {
      const element = await this.see(id);
      if (!(await element.isEnabled())) return false;
      await this.uncover(element);
      await element.click();
      return true;
    });
  }

  /** Presses one of several, counted from 0. */
  async pressOf(id: string, at: number): Promise<void> {
    await until(`${id} ${at} can be pressed`, async () => {
      const element = (await this.all(id))[at];
      if (!element || !(await element.isEnabled())) return false;
      await this.uncover(element);
      await element.click();
      return true;
    });
  }

  /** Presses the one of several that says this, wherever it is by then. */
  async pressSaying(id: string, what: RegExp): Promise<void> {
    await until(`${id} that says ${what} can be pressed`, async () => {
      const words = await this.texts(id);
      const element = (await this.all(id))[words.findIndex((each) => what.test(each))];
      if (!element || !what.test(await this.read(element))) return false;
      await this.uncover(element);
      await element.click();
      return true;
    });
  }

  /** Scrolls as a person would: the driver takes what is in view by half for reachable. */
  private async uncover(element: WebElement): Promise<void> {
    await this.driver.executeScript("arguments[0].scrollIntoView({ block: 'nearest' })", element);
  }

  /** Presses what carries these words. */
  async pressWords(words: string): Promise<void> {
    const path = `//*[self::button or self::label or self::summary][normalize-space()=${JSON.stringify(words)} or starts-with(normalize-space(), ${JSON.stringify(`${words} `)})]`;
    await until(`"${words}" can be pressed`, async () => {
      const element = await this.driver.findElement(By.xpath(path));
      await this.uncover(element);
      await element.click();
      return true;
    });
  }

  /** Types into a field, in place of what it holds. */
  async type(id: string, text: string): Promise<void> {
    const field = await this.see(id);
    await this.uncover(field);
    // As a person overwrites it. What the driver empties by itself the page does not hear of, and brings back.
    await until(`${id} holds nothing else`, async () => {
      await this.driver.executeScript("arguments[0].focus(); arguments[0].select()", field);
      await this.keys(Key.BACK_SPACE);
      // What is drawn between the two takes the selection back.
      return (await this.driver.executeScript("return arguments[0].value ?? ''", field)) === "";
    });
    await this.keys(text);
  }

  /** Presses keys, wherever the focus is. */
  async keys(...keys: string[]): Promise<void> {
    await this.driver.actions().sendKeys(...keys).perform();
  }

  async text(id: string): Promise<string> {
    return this.read(await this.see(id));
  }

  /** Waits until the text of that test id is as wanted. */
  async says(id: string, wanted: string | RegExp): Promise<void> {
    await until(`${id} says ${wanted}`, async () => {
      const text = await this.text(id);
      if (typeof wanted === "string" ? text === wanted : wanted.test(text)) return true;
      throw new Error(`it says: ${text}`);
    });
  }

  /** The text of each with that test id, in their order. */
  async texts(id: string): Promise<string[]> {
    const script = "return [...document.querySelectorAll(arguments[0])].map((each) => each.innerText)";
    return (await this.driver.executeScript<string[]>(script, `[data-testid="${id}"]`)).map(oneLine);
  }

  /** The error that is shown with that code: its sentences. */
  async error(code: string): Promise<{ happened: string; remedy: string }> {
    const note = By.css(`[data-testid="error-note"][data-code="${code}"]`);
    return until(`an error ${code} is shown`, async () => {
      const parts = await this.driver.findElement(note).findElements(By.css(":scope > p"));
      const [happened, remedy] = await Promise.all(parts.map((part) => this.read(part)));
      return happened && remedy ? { happened, remedy } : null;
    });
  }

  /** What a person reads there. The driver's own text leaves out what is cut off with an ellipsis. */
  async read(element: WebElement): Promise<string> {
    return oneLine(await this.driver.executeScript<string>("return arguments[0].innerText", element));
  }

  /** What the page asks the engine, asked directly: for what is too much to read off the screen. */
  ask<T>(op: string, input: object): Promise<T> {
    const script = "const [op, input, done] = arguments; window.__TAURI_INTERNALS__.invoke('call', { op, input }).then(done, (error) => done({ error }))";
    return this.driver.executeAsyncScript<T>(script, op, input);
  }

  /** A picture of the window as the screen shows it: the driver's own waits for a next frame, which a page at rest does not draw. */
  async picture(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    const id = await this.onScreen();
    await run("xdotool", ["windowraise", id]);
    let before: Buffer | null = null;
    // Until two are alike: nothing fades in or out any more.
    await until("the window is still", async () => {
      await run("import", ["-window", id, path]);
      const now = readFileSync(path);
      const still = before?.equals(now) ?? false;
      before = now;
      return still;
    });
  }

  /** Makes the window that large. */
  async resize(width: number, height: number): Promise<void> {
    await run("xdotool", ["windowsize", await this.onScreen(), String(width), String(height)]);
    await until("the page has that size", () => this.driver.executeScript("return innerWidth === arguments[0] && innerHeight === arguments[1]", width, height));
  }

  /** The process that the page runs in. */
  pageProcess(): number {
    const found = descendants(this.pid).find((pid) => statOf(pid)?.name.startsWith("WebKitWebProces"));
    if (!found) throw new Error("the page has no process");
    return found;
  }

  /** The middle of the list, on the screen. */
  async listOnScreen(): Promise<{ x: number; y: number }> {
    const { stdout } = await run("xdotool", ["getwindowgeometry", "--shell", await this.onScreen()]);
    const at = (name: string) => Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(stdout)?.[1]);
    const [x, y] = await this.driver.executeScript<[number, number]>("const box = document.querySelector('.list').getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]");
    return { x: Math.round(at("X") + x), y: Math.round(at("Y") + y) };
  }

  private async onScreen(): Promise<string> {
    const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--pid", String(this.pid)]);
    return stdout.trim();
  }

  /** As the desktop session ends it: it has time to take its tunnel down. */
  async close(): Promise<void> {
    this.family = descendants(this.pid);
    process.kill(this.pid, "SIGTERM");
    await this.gone();
  }

  /** Waits until the app has ended by itself. */
  async ended(): Promise<void> {
    await this.gone();
  }

  /** As the system ends it when memory runs out: at once, with no chance to tidy up. */
  async kill(): Promise<void> {
    if (isAlive(this.pid)) {
      this.family = descendants(this.pid);
      process.kill(this.pid, "SIGKILL");
    }
    await this.gone();
  }

  /** Ends what is left, by force when it does not end by itself. */
  async end(): Promise<void> {
    if (!isAlive(this.pid)) return;
    try {
      await this.close();
    } finally {
      await this.kill();
    }
  }

  /** The page's own processes end a moment after the app, and write into its folder until then. */
  private async gone(): Promise<void> {
    await until("the app has ended", () => !isAlive(this.pid) && !this.family.some(isAlive));
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, "exit");
    this.process.kill("SIGTERM");
    await exit;
  }
}

export { By, Key };

/** Words as they are read, however they are set. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
