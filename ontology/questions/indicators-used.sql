SELECT indicator, count(*) AS values
FROM figures
WHERE report IS NOT NULL AND ($report IS NULL OR report = $report)
GROUP BY indicator
