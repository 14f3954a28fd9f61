SELECT indicator, comparison_key AS key, count(DISTINCT f.report) AS reports, count(DISTINCT body) AS bodies,
  min(report_year) AS first, max(report_year) AS last, count(*) AS values
FROM figures f JOIN reports r ON f.report = r.iri
WHERE comparison_key IS NOT NULL AND body IS NOT NULL
GROUP BY indicator, comparison_key
