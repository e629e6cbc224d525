namespace Nightshift.Onebox.OpenMldb.Nameserver;

/// <summary>The nodes below the root path (<c>NameServerImpl::Init</c>).</summary>
internal sealed record ZkPaths(string Root)
{
    public string Nodes => $"{Root}/nodes";
    public string Leader => $"{Root}/leader";
    public string TableIndex => $"{Root}/table/table_index";
    public string Term => $"{Root}/table/term";
    public string TableNotify => $"{Root}/table/notify";
    public string TableData => $"{Root}/table/table_data";
    public string DbTableData => $"{Root}/table/db_table_data";
    public string Db => $"{Root}/db";
    public string OpIndex => $"{Root}/op/op_index";
    public string OpData => $"{Root}/op/op_data";
    public string AutoFailover => $"{Root}/config/auto_failover";
    public string GlobalVariable => $"{Root}/notify/global_variable";
    public string Function => $"{Root}/data/function";
    public string SdkEndpoints => $"{Root}/map/sdkendpoints";
    public string Names => $"{Root}/map/names";
}
