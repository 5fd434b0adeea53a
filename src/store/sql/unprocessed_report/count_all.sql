SELECT count(*) FROM unprocessed_report
