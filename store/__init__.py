"""Where it is kept: settings, the engine, the two doors, migrations, backup."""
