// Runs TrackHAR in an environment of its own: a path per line on standard input, a JSON object per line in return.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { process as decode } from 'trackhar';

const spent = () => { const used = process.cpuUsage(); return (used.user + used.system) / 1e6; };
for await (const line of createInterface({ input: process.stdin })) {
    const text = readFileSync(line.trim(), 'utf8');
    const before = spent();
    let told = 0, failure = null;
    try {
        const found = await decode(JSON.parse(text));
        told = found.filter((row) => row?.length).length;
    } catch (error) {
        failure = String(error).slice(0, 200);
    }
    console.log(JSON.stringify({ told, failure, cpu: spent() - before }));
}
