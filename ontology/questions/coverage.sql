SELECT body, name, report_year AS year, r.iri AS report
FROM reports r JOIN names n ON r.body = n.iri
WHERE ends_with(name, '@' || $lang)
