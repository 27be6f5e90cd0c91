"""What stands between the paragraphs of a lesson: exercises, mistakes, claims with their tests."""
