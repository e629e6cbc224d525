using Nightshift.Clusters;
using Nightshift.Runs;

namespace Nightshift.Playbooks;

/// <summary>
/// The language of playbooks: every public member can be called by its bare name. Each call that changes something is a journaled step.
/// A step lies in the scope of the code that calls it: the playbook itself, the node that <see cref="OneByOne{TNode}"/> is at, the item of
/// <see cref="Together{TNode}(Nodes{TNode}, int, Func{TNode, Task})"/>, a <see cref="Scope"/>. Code between steps may only decide on what steps returned.
/// </summary>
public sealed partial class PlaybookGlobals
{
    private readonly ICluster _cluster;
    private readonly AmbientScope _ambient;
    private readonly Func<Type, object> _bindOptions;
    private readonly CancellationToken _cancellationToken;
    private readonly NodesWorkedOn _workedOn = new();
    private object? _options;

    internal PlaybookGlobals(IRunContext context, ICluster cluster, Func<Type, object> bindOptions, CancellationToken cancellationToken)
    {
        _cluster = cluster;
        _ambient = new AmbientScope(context);
        _bindOptions = bindOptions;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The options of this run. Playbooks write <c>options</c>, which is declared for them.</summary>
    public TOptions BoundOptions<TOptions>()
        where TOptions : class => (TOptions)(_options ??= _bindOptions(typeof(TOptions)));

    /// <summary>The name of the cluster that the run works on.</summary>
    public string ClusterName => _cluster.Name;

    /// <summary>The whole cluster as its kind's own type, for verbs that are not about one node: <c>Cluster&lt;OpenMldb&gt;().Recover()</c>.</summary>
    public TCluster Cluster<TCluster>()
        where TCluster : class => (TCluster)_cluster.Bind(Bound(_ambient.Context));

    /// <summary>Tells the channel something; said once, also over crashes.</summary>
    public Task Say(string text)
    {
        _ambient.RefuseInsideStep("Say");
        return _ambient.Context.SayAsync(text, _cancellationToken);
    }

    /// <summary>Groups steps under a name.</summary>
    public Task Scope(string name, Func<Task> work)
    {
        _ambient.RefuseInsideStep("Scope");
        return _ambient.WithinAsync(_ambient.Context.Scope(name), work);
    }

    /// <summary>A place where the run may stop and leave the cluster as healthy as before. <see cref="OneByOne{TNode}"/> has one before each node.</summary>
    public Task SafePoint(string name)
    {
        _ambient.RefuseInsideStep("SafePoint");
        return _ambient.Context.SafePointAsync(name, _cancellationToken);
    }

    /// <summary>
    /// Asks people, who answer with <c>/answer</c> or a reaction; their answer is journaled. When nobody answers in the time for decisions, the run is given
    /// up. A plan goes on with the first choice.
    /// </summary>
    /// <param name="choices">At least two, short: <c>wait</c>, <c>go on</c>.</param>
    public Task<string> Ask(string question, params string[] choices)
    {
        _ambient.RefuseInsideStep("Ask");
        return _ambient.Context.AskAsync($"ask {question}", question, choices, _cancellationToken);
    }

    private BranchContext Bound(IRunContext scope) => new(scope, _ambient, _ambient.Branch);
}
