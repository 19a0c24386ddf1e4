// Loaded into Azurite's process before Azurite itself. When the process that started it is gone, however it ended, Azurite
// is told to shut down as over its own channel: it saves what it holds and leaves. Without this a killed terminal would
// leave an Azurite behind that still owns the data's file.
process.once('disconnect', () => {
  const isHeard = process.emit('message', 'shutdown', undefined);
  // Not listening yet: it has not served anything that would have to be saved.
  if (!isHeard) process.exit();
});
