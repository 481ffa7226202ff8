// Opens pages in Chromium and says what it saw, as JSON on stdout.
//   node look.mjs accessibility FOLDER < list   WCAG 2.2 AA and best practice, by axe-core
//   node look.mjs hostile FOLDER < list         whatever acts by itself, or when it is touched
// FOLDER is where playwright-core and axe-core are installed; the list is JSON: [address, …].
// What is asked of https://harbour.example is answered from the folder that SITE names.
import { createRequire } from "node:module";
import { readFileSync, existsSync, statSync } from "node:fs";

const [mode, folder] = process.argv.slice(2);
const take = createRequire(`${folder}/x.js`);
const { chromium } = take("playwright-core");
const pages = JSON.parse(readFileSync(0, "utf8"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM, args: ["--no-sandbox", "--disable-gpu"],
});
const found = [];
const site = "https://harbour.example/";
const kinds = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript",
  json: "application/json", xml: "application/xml", png: "image/png", jpg: "image/jpeg",
  txt: "text/plain" };

function served(route) {
  const name = decodeURIComponent(new URL(route.request().url()).pathname.slice(1)) || "index.html";
  const path = `${process.env.SITE}/${name}`;
  if (!existsSync(path) || !statSync(path).isFile()) return route.fulfill({ status: 404 });
  const contentType = kinds[name.split(".").pop()] ?? "application/octet-stream";
  return route.fulfill({ path, contentType });
}

async function accessibility() {
  const axe = readFileSync(take.resolve("axe-core/axe.min.js"), "utf8");
  for (const scheme of ["light", "dark"]) {
    for (const width of [390, 1366]) {
      const context = await browser.newContext({
        colorScheme: scheme, viewport: { width, height: 800 }, bypassCSP: true,
      });
      await context.route(`${site}**`, served);
      const page = await context.newPage();
      for (const address of pages) {
        await page.goto(address);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (wide > 0) found.push(`${address} ${scheme} ${width}: ${wide} px wider than the screen`);
        await page.evaluate(axe);
        const said = await page.evaluate(() => axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        }));
        for (const one of said.violations) {
          const where = one.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(" | ");
          found.push(`${address} ${scheme} ${width}: ${one.id} (${one.nodes.length}) ${where}`);
        }
      }
      await context.close();
    }
  }
}

// Every handler that could be there is called, every link is clicked; nothing of ours asks the
// network for "evil.example", opens a box or marks the document.
async function hostile() {
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  let address = "";
  const say = (what) => found.push(`${address}: ${what}`);
  page.on("dialog", (box) => { say(`a box: ${box.message()}`); box.dismiss(); });
  page.on("popup", (other) => { say(`a window: ${other.url()}`); other.close(); });
  await page.route("**/*", (route) => {
    const asked = route.request().url();
    if (asked.startsWith(site)) return served(route);
    if (asked.startsWith("data:image/")) return route.continue();
    // Pictures of other sites are a story's right; all else would be somebody else's doing.
    if (route.request().resourceType() !== "image") say(`it asks for ${asked}`);
    return route.abort();
  });
  for (address of pages) {
    await page.goto(address, { waitUntil: "load" });
    await page.evaluate(() => {
      const kinds = ["click", "mouseover", "mouseenter", "focus", "focusin", "blur", "toggle",
        "error", "load", "input", "change", "keydown", "pointerenter", "animationstart",
        "animationend", "transitionend", "beforetoggle", "wheel", "scroll", "submit"];
      document.addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href]");
        if (link && !/^javascript:/i.test(link.protocol)) event.preventDefault();
      }, true);
      for (const element of document.querySelectorAll("*")) {
        for (const kind of kinds) element.dispatchEvent(new Event(kind, { bubbles: false }));
        if (element.localName === "a") element.click?.();
      }
    });
    await page.waitForTimeout(30);
    const marked = await page.evaluate(() => ({
      ran: document.documentElement?.getAttribute("data-ran") ?? window.ran ?? null,
      scripts: [...document.querySelectorAll("script")].filter((one) =>
        !one.src && one.type !== "application/ld+json" &&
        one.namespaceURI === "http://www.w3.org/1999/xhtml").map((one) => one.text.slice(0, 80)),
      handlers: [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]
        .filter((attribute) => /^on/i.test(attribute.name)).map((attribute) => attribute.name)),
      frames: document.querySelectorAll("iframe, object, embed, base, foreignObject").length,
    }));
    if (marked.ran) say(`a script ran: ${marked.ran}`);
    for (const text of marked.scripts) if (text.includes("RAN")) say(`a script stands: ${text}`);
    for (const name of marked.handlers) say(`a handler stands: ${name}`);
    if (marked.frames) say("a frame stands");
  }
}

await { accessibility, hostile }[mode]();
await browser.close();
process.stdout.write(JSON.stringify(found));
