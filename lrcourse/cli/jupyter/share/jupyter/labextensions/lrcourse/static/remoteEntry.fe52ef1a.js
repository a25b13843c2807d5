// A JupyterLab extension without a build: JupyterLab asks a "container" (webpack's module federation) for its plugin,
// and a container is an object with these two functions.
{
  const NARROW = 700; // pixels; below that an open side bar leaves too little of a lesson
  const plugin = {
    id: 'lrcourse:narrow-screen',
    description: 'Close the side bar at the start on a narrow screen; the reader may open it again.',
    autoStart: true,
    activate: app => {
      // The layout of last time is restored first. Nothing is returned: JupyterLab would wait for it, and never restore.
      app.restored.then(() => {
        if (window.innerWidth < NARROW) {
          app.shell.collapseLeft?.();
        }
      });
    }
  };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB['lrcourse'] = { init() {}, get: async () => () => plugin };
}
