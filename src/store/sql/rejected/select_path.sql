SELECT reason, detail, digest FROM rejected WHERE path = ?1
