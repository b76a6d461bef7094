-- What patients are found by: names (also in Latin letters), birth dates, numbers, as overlapping triples of characters.
CREATE VIRTUAL TABLE patient_search USING fts5(text, tokenize = 'trigram');
