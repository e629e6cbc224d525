namespace Nightshift.Runs;

/// <summary>A program that is one delegate, on a cluster that does not change unless told otherwise.</summary>
public sealed class DelegateProgram(Func<IRunContext, CancellationToken, Task> body, Func<Fingerprint>? fingerprint = null, IReadOnlyList<GuardDefinition>? guards = null) : IRunProgram
{
    public Task ExecuteAsync(RunRequest request, IRunContext context, CancellationToken cancellationToken) => body(context, cancellationToken);

    public Task<Fingerprint> FingerprintAsync(RunRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(fingerprint?.Invoke() ?? Fingerprint.Empty);

    public IReadOnlyList<GuardDefinition> Guards(RunRequest request, Func<RunView> view) => guards ?? [];
}
