"use strict";
// The choices of the list, and the search. Without this script all credentials are in the list.
(() => {
  const root = document.currentScript.dataset.root;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);

  // --- The hash ---------------------------------------------------------------------------------
  // `#?q=archives&cost=50` holds the choices, so that a link and the Back button bring them back.
  // Any other hash is a place in the page, and changes no choice.

  const readHash = () => {
    if (location.hash === "" || location.hash === "#") return new URLSearchParams();
    return location.hash.startsWith("#?") ? new URLSearchParams(location.hash.slice(2)) : null;
  };
  const writeHash = (state, keep) => {
    const hash = `#?${state}`;
    if (hash === location.hash || (!String(state) && location.hash === "")) return;
    if (keep) location.hash = hash;
    else location.replace(hash);
  };

  // --- Words ------------------------------------------------------------------------------------

  const SPELLINGS = [
    [/(catalog|dialog)u?e?/giu, "$1"],
    [/programme/giu, "program"],
    [/centre/giu, "center"],
    [/licence/giu, "license"],
    [/(is)(e[drs]?|ing|ation|ations)(?![\p{L}\p{N}_])/giu, "iz$2"],
  ];
  const STOP = new Set("a an and as at for in of or the to".split(" "));
  const unify = (text) => SPELLINGS.reduce((so_far, [from, to]) => so_far.replace(from, to), text);
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const BEFORE = "(?<![\\p{L}\\p{N}_])";
  const AFTER = "(?![\\p{L}\\p{N}_])";

  // A term finds the start of a word; the singular finds the plural, and the other way round.
  // A code in capitals is only that code: `IN` is not the word `in`.
  const termOf = (text, codes) => {
    const isCode = text.length <= 2;
    const flags = isCode && text === text.toUpperCase() ? "u" : "iu";
    let stem = unify(text);
    if (!isCode && !codes) stem = stem.replace(/(?<=[\p{L}\p{N}_]{3})(?<!s)s$/iu, "");
    const pattern = BEFORE + stem.split(/[\s-]/).map(escape).join("[^\\p{L}\\p{N}]");
    const whole = new RegExp(pattern + (isCode || codes ? "" : "s?") + AFTER, flags);
    return { text, codes, whole, start: isCode || codes ? whole : new RegExp(pattern, flags) };
  };
  const contains = (whole, part) =>
    whole === "any" || whole === part || part.startsWith(`${whole}-`);

  const termsOf = (words, index) => {
    const typed = words.replace(/,/g, " ").split(/\s+/).filter(Boolean);
    let rest = typed.filter((word) => !STOP.has(word));
    if (!rest.length) rest = typed;
    const terms = [];
    while (rest.length) {
      let length = Math.min(rest.length, 4);
      let codes;
      for (; length > 0; length -= 1) {
        const name = rest.slice(0, length).join(" ");
        codes = name.length > 2 || name === name.toUpperCase() ? index.codes.get(name.toLowerCase()) : undefined;
        if (codes) break;
      }
      terms.push(termOf(rest.splice(0, length || 1).join(" "), codes));
    }
    return terms;
  };

  const WEIGHTS = [6, 5, 4, 3, 2];
  const scoreOf = (term, texts, where, beyond) => {
    for (let part = 0; part < texts.length; part += 1) {
      if (term.whole.test(texts[part])) return 2 * WEIGHTS[part];
      if (term.start.test(texts[part])) return 2 * WEIGHTS[part] - 1;
    }
    const counts = beyond && term.codes && where.some((code) => term.codes.some((place) => contains(code, place)));
    return counts ? 1 : 0;
  };

  // Return how many letters have to change to make one word of the other; `most` + 1 if more.
  const distance = (one_word, other, most) => {
    if (Math.abs(one_word.length - other.length) > most) return most + 1;
    let before = [...Array(other.length + 1).keys()];
    for (let i = 1; i <= one_word.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const change = before[j - 1] + (one_word[i - 1] !== other[j - 1]);
        row.push(Math.min(change, before[j] + 1, row[j - 1] + 1));
      }
      before = row;
    }
    return before[other.length];
  };

  // Return the terms, with a similar word for each one that is nowhere.
  const corrected = (terms, index) =>
    terms.map((term) => {
      const isThere = index.credentials.some(([, , , , , , , texts]) => texts.some((text) => term.start.test(text)));
      if (term.codes || isThere || term.text.length < 4) return term;
      index.words ??= [...new Set(index.credentials.flatMap((entry) => entry[7].join(" ").toLowerCase().match(/[\p{L}\p{N}_]{4,}/gu) || []))];
      const typed = unify(term.text).toLowerCase();
      let nearest;
      let least = Math.min(2, Math.floor(typed.length / 4)) + 1;
      for (const word of index.words) {
        const changes = distance(typed, word, least);
        if (changes < least) [nearest, least] = [word, changes];
      }
      return nearest ? { ...termOf(nearest), instead: term.text } : term;
    });

  // Return the credentials that have the most of the words, the best first. What is for a whole
  // country is also for each place in it, but not if the words are only a place that has its own.
  const findCredentials = (words, index) => {
    const terms = corrected(termsOf(words, index), index);
    const isPlace = terms.every((term) => term.codes);
    const hits = hitsOf(words, terms, index, !isPlace);
    return hits.length || !isPlace ? hits : hitsOf(words, terms, index, true);
  };
  const hitsOf = (words, terms, index, beyond) => {
    const typed = words.trim().toLowerCase().split(/\s+/).join(" ");
    const joined = terms.map((term) => term.whole.source).join("[^\\p{L}\\p{N}_\\n]+");
    const phrase = terms.length > 1 ? new RegExp(joined, "iu") : null;
    const hits = [];
    index.credentials.forEach(([id, , name, , others, where, isLast, texts], number) => {
      const scores = terms.map((term) => scoreOf(term, texts, where, beyond));
      const missing = scores.filter((score) => !score).length;
      if (missing === terms.length) return;
      let score = scores.reduce((sum, each) => sum + each, 0);
      const best = phrase && !missing ? texts.findIndex((text) => phrase.test(text)) : -1;
      if (best >= 0) score += 2 * WEIGHTS[best];
      const isExact = [id, name, ...others].some((each) => each.toLowerCase() === typed);
      hits.push({ number, missing, score, isExact, isLast });
    });
    const fewest = Math.min(...hits.map((hit) => hit.missing));
    return hits
      .filter((hit) => hit.missing === fewest)
      .sort(
        (a, b) =>
          b.isExact - a.isExact || b.score - a.score || a.isLast - b.isLast || a.number - b.number,
      );
  };

  // A page in a folder may not fetch a file, so the index is a script.
  let loading;
  const loadIndex = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${root}search-index.js`;
      script.onload = () => {
        const index = window.libcertIndex;
        index.codes = new Map(index.codes);
        resolve(index);
      };
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };

  // --- The search in the header -----------------------------------------------------------------

  const header = one("[data-find]");
  if (header) {
    header.hidden = false;
    header.addEventListener("submit", (event) => {
      event.preventDefault();
      const state = new URLSearchParams({ q: header.elements.q.value });
      location.assign(`${root}search.html#?${state}`);
    });
  }

  // --- The page of the search -------------------------------------------------------------------

  const search = one("[data-search]");
  if (search) {
    const results = one("[data-results]");
    const status = one("[data-answer]");
    const input = search.elements.q;
    const add = (name, path, below) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = root + path;
      link.textContent = name;
      const more = document.createElement("span");
      more.className = "soft";
      more.textContent = below;
      item.append(link, " ", more);
      results.append(item);
    };
    const show = async () => {
      const state = readHash();
      if (!state) return;
      const words = state.get("q") || "";
      input.value = words;
      results.replaceChildren();
      status.textContent = "";
      if (!words.trim()) return;
      const index = await loadIndex();
      const terms = corrected(termsOf(words, index), index);
      const named = (entry) => terms.every((term) => term.start.test(unify(entry[2])));
      const places = index.places.filter(named);
      const issuers = index.issuers.filter(named);
      const found = findCredentials(words, index);
      const total = places.length + found.length + issuers.length;
      status.textContent = total
        ? `${total} ${total === 1 ? "result" : "results"} for “${words}”`
        : `Nothing on record has “${words}”`;
      const instead = terms.filter((term) => term.instead);
      if (instead.length) {
        status.textContent += `; taken as ${instead.map((term) => `“${term.text}”`).join(", ")}`;
      }
      if (found.length && found[0].missing) status.textContent += ", no page has all of the words";
      const showOne = ({ number }) => {
        const [id, path, name, below] = index.credentials[number];
        add(`${name} (${id})`, path, below);
      };
      found.filter((hit) => hit.isExact).forEach(showOne);
      for (const [name, path] of places) add(`${name}: rules and credentials`, path, "place");
      found.filter((hit) => !hit.isExact).forEach(showOne);
      for (const [name, path] of issuers) add(name, path, "issuer");
    };
    search.hidden = false;
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      writeHash(new URLSearchParams({ q: input.value }), true);
    });
    addEventListener("hashchange", show);
    show();
  }

  // --- The choices of the list ------------------------------------------------------------------

  const form = one("[data-choices]");
  if (form) {
    const status = one("[data-answer]");
    const sections = all(".found section");
    const sorted = one("[data-sorted]");
    const keyOf = (text) => text.split(" ").map((part) => (part === "" ? NaN : Number(part)));
    const rows = all(".found li[data-where]").map((row) => ({
      row,
      home: row.parentNode,
      name: row.querySelector("a").textContent,
      keys: {
        cost: keyOf(row.dataset.keyCost),
        duration: keyOf(row.dataset.keyDuration),
        experience: keyOf(row.dataset.keyExperience),
      },
      values: Object.fromEntries(
        Object.entries(row.dataset).map(([name, value]) => [name, name === "issuer" ? [value] : value.split(" ")]),
      ),
    }));
    const boxes = all("details details input[type=checkbox]", form);
    const questions = [...new Set(boxes.map((box) => box.name))];
    const { q, where, issuer, sort, maybe } = form.elements;

    const holds = (place, codes) => {
      if (place === "unknown") return codes[0] === "unknown";
      if (!place.endsWith("-*")) return codes.some((code) => contains(code, place));
      const country = place.slice(0, -2);
      return codes.some((code) => contains(code, country) || contains(country, code));
    };
    // The places to choose that each group of places belongs to; many rows have the same ones.
    const choices = new Map();
    const choicesOf = (codes) => {
      const key = codes.join(" ");
      if (!choices.has(key)) {
        const values = [...where.options].map((option) => option.value);
        choices.set(key, values.filter((value) => value && holds(value, codes)));
      }
      return choices.get(key);
    };
    const tests = () => {
      const made = new Map();
      for (const name of questions) {
        const chosen = new Set(chosenOf(name));
        if (chosen.size) made.set(name, (values) => values[name].some((value) => chosen.has(value)));
      }
      if (where.value) made.set("where", (values) => holds(where.value, values.where));
      if (issuer.value) made.set("issuer", (values) => values.issuer[0] === issuer.value);
      return made;
    };

    // What is not on record, or in another currency, might match any choice that is. A figure might
    // match a choice below its own one, unless its least exceeds it, or a choice of no end.
    const NO_VALUES = new Set(["unknown", "other"]);
    const chosenOf = (name) => boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);
    const limitOf = (value) => (value === "over" || value === "open" ? Infinity : Number(value));
    const mightHold = (name, { values, keys }) => {
      if (name === "issuer") return false;
      if (name === "where") {
        if (where.value === "unknown") return false;
        return values.where[0] === "unknown" || values.where.some((code) => contains(where.value, code));
      }
      const real = chosenOf(name).filter((value) => !NO_VALUES.has(value) && value !== "open");
      const [value] = values[name];
      if (NO_VALUES.has(value)) return real.length > 0;
      if (!keys[name]) return false;
      const [least] = keys[name];
      return real
        .map(limitOf)
        .some((limit) => (limit < limitOf(value) || value === "open") && !(least > limit));
    };
    const mark = document.createElement("span");
    mark.className = "badge maybe might";
    mark.textContent = "might match";

    // What is not on record, or in another currency, comes last.
    const isBefore = (name) => (a, b) => {
      if (name === "name") return a.name.localeCompare(b.name, "en");
      const [one_key, other] = [a.keys[name], b.keys[name]];
      const last = Number.isNaN(one_key[0]) - Number.isNaN(other[0]);
      return last || one_key[0] - other[0] || one_key[1] - other[1] || 0;
    };
    let order = "";
    const arrange = () => {
      if (sort.value === order) return;
      order = sort.value;
      const list = sorted.querySelector("ul");
      sorted.querySelector("h2").textContent = sort.selectedOptions[0].textContent;
      if (order) list.append(...[...rows].sort(isBefore(order)).map(({ row }) => row));
      else for (const { row, home } of rows) home.append(row);
    };

    let turn = 0;
    const apply = async () => {
      turn += 1;
      const mine = turn;
      let withWords = null;
      if (q.value.trim()) {
        const found = findCredentials(q.value, await loadIndex());
        if (mine !== turn) return;
        withWords = new Set(found.filter((hit) => !hit.missing).map((hit) => hit.number));
      }
      arrange();
      const made = tests();
      const counts = new Map();
      const count = (name, value) => counts.set(`${name} ${value}`, (counts.get(`${name} ${value}`) || 0) + 1);
      let shown = 0;
      let possible = 0;
      rows.forEach((entry, number) => {
        const { row, values } = entry;
        const failed = [...made].filter(([, test]) => !test(values)).map(([name]) => name);
        const hasWords = !withWords || withWords.has(number);
        const isMaybe = hasWords && failed.length > 0 && failed.every((name) => mightHold(name, entry));
        row.hidden = !hasWords || (failed.length > 0 && !(isMaybe && maybe.checked));
        shown += hasWords && !failed.length ? 1 : 0;
        possible += isMaybe ? 1 : 0;
        row.querySelector(".might")?.remove();
        if (isMaybe && maybe.checked) row.querySelector(".badges").append(" ", mark.cloneNode(true));
        if (!hasWords || failed.length > 1) return;
        // A choice says how many it would show beside what is chosen in the other questions.
        for (const name of failed.length ? failed : questions) {
          if (questions.includes(name)) values[name].forEach((value) => count(name, value));
        }
        if (!failed.length || failed[0] === "issuer") count("issuer", values.issuer[0]);
        if (!failed.length || failed[0] === "where") {
          for (const value of choicesOf(values.where)) count("where", value);
        }
      });
      for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
      for (const box of boxes) {
        const number = counts.get(`${box.name} ${box.value}`) || 0;
        box.closest("label").querySelector("[data-count]").textContent = number;
        box.closest("label").classList.toggle("none", !number);
      }
      for (const select of [where, issuer]) {
        for (const option of select.options) {
          if (option.value) option.textContent = `${option.dataset.label} (${counts.get(`${select.name} ${option.value}`) || 0})`;
        }
      }
      const total = Number(status.dataset.total);
      const isAll = !made.size && !withWords;
      const counted = `${total} ${total === 1 ? "credential" : "credentials"}`;
      status.textContent = isAll ? `All ${counted}`.replace("All 1 ", "1 ") : `${shown} of ${counted}`;
      if (possible) status.textContent += `; ${possible} more might match`;
      status.hidden = false;
    };

    const restore = () => {
      const state = readHash();
      if (!state) return;
      q.value = state.get("q") || "";
      for (const select of [where, issuer, sort]) {
        select.value = state.get(select.name) || "";
        if (select.selectedIndex < 0) select.value = "";
      }
      maybe.checked = state.has("maybe");
      for (const box of boxes) {
        box.checked = (state.get(box.name) || "").split(" ").includes(box.value);
        if (box.checked) box.closest("details").open = true;
      }
      apply();
    };
    const store = (keep) => {
      const state = new URLSearchParams();
      if (q.value.trim()) state.set("q", q.value.trim());
      if (where.value) state.set("where", where.value);
      for (const name of questions) {
        const chosen = chosenOf(name);
        if (chosen.length) state.set(name, chosen.join(" "));
      }
      if (issuer.value) state.set("issuer", issuer.value);
      if (sort.value) state.set("sort", sort.value);
      if (maybe.checked) state.set("maybe", "yes");
      writeHash(state, keep);
      apply();
    };

    form.addEventListener("change", (event) => event.target !== q && store(true));
    let timer;
    q.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => store(false), 150);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => store(true)));
    addEventListener("hashchange", restore);
    const isWide = matchMedia("(min-width: 62rem)");
    const fold = () => {
      one("[data-more]").open = isWide.matches;
    };
    isWide.addEventListener("change", fold);
    fold();
    form.hidden = false;
    restore();
  }
})();
