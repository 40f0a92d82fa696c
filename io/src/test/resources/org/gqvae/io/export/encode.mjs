// node encode.mjs DIRECTORY TEXTS.json IDS.json: encodes a list of texts by the tokenizer that DIRECTORY holds.
import { readFileSync, writeFileSync } from "node:fs";
import { Tokenizer } from "@huggingface/tokenizers";

const [directory, texts, ids] = process.argv.slice(2);
const json = (file) => JSON.parse(readFileSync(file, "utf8"));
const tokenizer = new Tokenizer(json(`${directory}/tokenizer.json`), json(`${directory}/tokenizer_config.json`));
const encoded = json(texts).map((text) => tokenizer.encode(text, { add_special_tokens: false }).ids);
writeFileSync(ids, JSON.stringify(encoded));
