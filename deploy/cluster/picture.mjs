// Takes the picture of a running migration in Flink's web UI: the job's graph, what its two boxes
// have received and sent, and two metrics.
//
//   npm install --no-save playwright-core        once, anywhere; and a Chromium
//   node deploy/cluster/picture.mjs http://localhost:8081 job/docs/web-ui.png [path of chromium]
import { chromium } from 'playwright-core';

const [, , address, file, browserPath = '/usr/bin/chromium'] = process.argv;
const METRICS = ['streamedChangesPerSecond', 'job.lagBytes'];

const { jobs } = await (await fetch(`${address}/jobs/overview`)).json();
const job = jobs.find((candidate) => candidate.state === 'RUNNING');
if (!job) throw new Error(`Cannot take a picture: no job runs at ${address}. Start a migration first.`);
const { vertices } = await (await fetch(`${address}/jobs/${job.jid}`)).json();

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 940 } });
page.setDefaultTimeout(180_000);
await page.goto(`${address}/#/job/running/${job.jid}/overview/${vertices[0].id}/metrics`);
for (const metric of METRICS) {
  // The field lies over its own placeholder, which would otherwise be what is clicked.
  await page.locator('nz-select').first().click({ force: true });
  await page.keyboard.type(metric);
  await page.locator('.ant-select-item-option').first().click();
}
for (const big of await page.getByText('Big', { exact: true }).all()) await big.click(); // else their names are cut
await page.waitForTimeout(45_000); // the charts draw themselves, a point every few seconds
await page.screenshot({ path: file });
await browser.close();
