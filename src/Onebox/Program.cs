using Nightshift.Onebox;
using Nightshift.Onebox.Deployment;

return OneboxCommand.Handles(args)
    ? await OneboxCommand.RunAsync(args, Console.Out, Console.Error, TimeProvider.System, CancellationToken.None)
    : await RoleProgram.RunAsync(args, TimeProvider.System, CancellationToken.None);
