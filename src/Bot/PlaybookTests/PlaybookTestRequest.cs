using Nightshift.Bot.CommandLine;
using Nightshift.Runs.Faults;

namespace Nightshift.Bot.PlaybookTests;

/// <summary>What <c>playbooks test</c> is asked for.</summary>
/// <param name="File">The playbook.</param>
/// <param name="Command">As typed in chat; null makes one up.</param>
/// <param name="Every">Take every Nth step only; 1 takes all.</param>
/// <param name="Directory">Where the box is made and left; null makes one that is gone afterwards.</param>
/// <param name="PortOffset">Null finds a free one.</param>
internal sealed record PlaybookTestRequest(
    string File, string? Command, IReadOnlyList<FaultKind> Faults, int Every, FaultAnswers Answers, string? Directory, int? PortOffset, OutputFormat Format);
