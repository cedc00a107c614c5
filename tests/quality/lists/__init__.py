"""List pages of our own with their truth: seventeen site structures, three pages of each, and pages without a list.

Headlines are the lines of ``stories/LANGUAGE.txt``; a structure makes a page and its truth from the same stories,
so the truth does not depend on any extractor. Nothing is random and nothing looks at a clock.
"""
