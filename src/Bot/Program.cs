using Nightshift.Bot.CommandLine;

if (args is ["onebox", .. var onebox]) return await OneboxAction.RunAsync(onebox, Console.Out, Console.Error, TimeProvider.System, CancellationToken.None);

var parsed = RootCommandFactory.Create().Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
    return ExitCode.WrongRequest;
}

return await parsed.InvokeAsync();
