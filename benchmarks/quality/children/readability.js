// Readability.js reads pages: HOME JOBS OUT, as reader.py says. HOME holds its node_modules.
const fs = require("fs");
const { createRequire } = require("module");
const [home, jobs, out] = process.argv.slice(2);
const load = createRequire(home + "/package.json");
const { JSDOM, VirtualConsole } = load("jsdom");
const { Readability } = load("@mozilla/readability");

function read(job) {
  const body = fs.readFileSync(job.file);
  const started = performance.now();
  let found = [], failed = "";
  try {
    const dom = new JSDOM(body, { url: job.url, virtualConsole: new VirtualConsole() });
    const made = new Readability(dom.window.document).parse();
    if (made) {
      found = [{ kind: "article", headline: made.title, author: made.byline ? [made.byline] : null, publisher: made.siteName,
        datePublished: made.publishedTime, articleBody: made.textContent, description: made.excerpt }];
    }
    dom.window.close();
  } catch (error) {
    failed = String(error).slice(0, 200);
  }
  return { name: job.name, seconds: (performance.now() - started) / 1000, found, failed };
}

const rows = fs.readFileSync(jobs, "utf8").trim().split("\n").map((line) => JSON.parse(line));
read(rows[0]);
fs.writeFileSync(out, rows.map((job) => JSON.stringify(read(job)) + "\n").join(""));
