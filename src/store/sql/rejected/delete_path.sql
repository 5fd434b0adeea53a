DELETE FROM rejected WHERE path = ?1
