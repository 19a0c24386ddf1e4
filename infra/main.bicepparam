// What `azd up` asks for or takes from its environment (azd env set NAME VALUE). The code is left to azd: it builds and deploys the working tree.
using 'main.bicep'

param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param deployCode = false
param operatorObjectId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param nameSalt = readEnvironmentVariable('AZURE_ENV_NAME', '')
param alertEmail = readEnvironmentVariable('ROLLCALL_ALERT_EMAIL', '')
param tags = {
  'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', '')
}
