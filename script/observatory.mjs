// Asks Mozilla's observatory about a site: node script/observatory.mjs PACKAGE ADDRESS. Prints what each of its tests
// says, and fails below A+.
const [, , folder, address] = process.argv;
const { scan } = await import(`${folder}/src/scanner/index.js`);
const { scan: found, tests } = await scan(address);
for (const [name, { pass, result, scoreModifier }] of Object.entries(tests)) {
  console.log(`${pass ? "pass" : "FAIL"}  ${name}: ${result}${scoreModifier ? ` (${scoreModifier})` : ""}`);
}
console.log(`Mozilla's observatory of https://${address}: ${found.grade}, ${found.score} points`);
if (found.grade !== "A+") process.exit(1);
