"""Plug-ins that other programs load: Presidio, spaCy, Osprey, Hugging Face datasets, Discord AutoMod.

Each uses the public API alone and imports its host when it is imported itself; `import codewords` loads none.
"""
