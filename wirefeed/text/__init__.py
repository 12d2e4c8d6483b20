"""Pure tools on words: spans, sentences, times, fingerprints. Nothing here knows feeds, stories or stores."""
