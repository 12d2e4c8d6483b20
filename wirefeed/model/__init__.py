"""The nouns: frozen, slotted, keyword-only dataclasses over the standard library only. No behaviour beyond what a noun says of itself."""
