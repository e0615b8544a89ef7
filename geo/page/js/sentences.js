// @ts-check

/**
 * What a feature is, in plain sentences, the most telling first.
 * @param {import("./data.js").Feature} feature
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @returns {string[]}
 */
export function sentences(feature, atlas, texts) {
  const { layer, is } = feature;
  if (layer === "exercises") return ofExercise(is, texts);
  if (layer === "places") return [ofPlace(is, texts)];
  if (layer === "republics" || layer === "countries") return ofCountry(feature, texts);
  return ofSegment(feature, atlas, texts);
}

/**
 * @param {import("./data.js").Feature} feature
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 */
function ofSegment({ id, is }, atlas, texts) {
  const corridors = (atlas.byId.get(id) ?? []).map(({ layer }) => texts.say(`body.${layer}`));
  const what = texts.say("segment.what", {
    mode: texts.word("mode", is.mode),
    corridors: texts.join(corridors),
  });
  const dated = is.status_on
    ? texts.say(`status_since.${is.status}`, { date: texts.date(is.status_on) })
    : texts.word("status_sentence", is.status);
  const length = texts.say(`segment.length_${is.len_basis}`, { km: texts.kilometres(is.len_km) });
  return [`${what} ${dated}`, ...(is.len_km ? [length] : [])];
}

/**
 * @param {Record<string, any>} is
 * @param {import("./i18n.js").Texts} texts
 */
function ofExercise(is, texts) {
  const held = texts.say("exercise.held", {
    dates: texts.range(is.start, is.end, is.date_prec),
    place: is.place,
    country: texts.country(is.host),
  });
  const others = texts.countries(is.partners);
  const key = is.india ? "exercise.india" : "exercise.without_india";
  return [held, texts.say(others ? `${key}_with` : key, { others })];
}

/**
 * @param {Record<string, any>} is
 * @param {import("./i18n.js").Texts} texts
 */
function ofPlace(is, texts) {
  const kind = texts.word("kind_in", is.kind);
  return texts.say("place.what", { kind, country: texts.country(is.iso_a2) });
}

/**
 * @param {import("./data.js").Feature} feature
 * @param {import("./i18n.js").Texts} texts
 */
function ofCountry(feature, texts) {
  const { is } = feature;
  const bodies = ["instc", "ashgabat", "eaeu", "csto"].filter((body) =>
    ["founder", "member"].includes(is[body]),
  );
  const names = bodies.map((body) => texts.say(`body.${body}`));
  if (is.sco_since) names.unshift(texts.say("body.sco"));
  const member = names.length
    ? texts.say("country.member", { bodies: texts.join(names) })
    : texts.say("country.outside");
  if (!is.diplo_on) return [member];
  const key = is.partnership_year ? "country.partner" : "country.relations";
  const since = { date: texts.date(is.diplo_on), year: String(is.partnership_year ?? "") };
  return [texts.say(key, since), member];
}
